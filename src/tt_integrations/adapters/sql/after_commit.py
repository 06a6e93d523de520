"""What must not be done before a host's own transaction is lasting, nor at all if it is undone."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from attrs import define, field
from sqlalchemy import event


@define
class AfterCommit:
    """Keeps calls until the host commits on `connection`; a rollback forgets them."""

    connection: sa.Connection
    _waiting: list[Callable[[], None]] = field(factory=list, init=False)
    _listening: bool = field(default=False, init=False)

    def __call__(self, call: Callable[[], None]) -> None:
        self._waiting.append(call)
        if not self._listening:
            event.listen(self.connection, "commit", self._done)
            event.listen(self.connection, "rollback", self._undone)
            self._listening = True

    def _done(self, _connection: sa.Connection) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def _undone(self, _connection: sa.Connection) -> None:
        self._waiting.clear()
