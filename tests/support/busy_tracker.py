"""A time tracker in which somebody changes each task just before we do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from attrs import evolve, frozen

from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class BusyTracker:
    """They do so as often as `times` says in one transaction. `deletes`: they delete it, once we looked for it
    by its reference."""

    inner: UnitOfWork
    times: int = 0
    deletes: bool = False

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        with self.inner() as tx:
            yield _Transaction(tx, self)

    def reading(self) -> AbstractContextManager[Reading]:
        return self.inner.reading()


class _Transaction:
    def __init__(self, inner: Any, busy: BusyTracker) -> None:
        self.inner = inner
        self.tasks = _Tasks(inner.tasks, busy)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _Tasks:
    def __init__(self, inner: Any, busy: BusyTracker) -> None:
        self.inner, self.left, self.deletes = inner, busy.times, busy.deletes

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def referenced(self, *what: Any) -> TaskCard | None:
        found: TaskCard | None = self.inner.referenced(*what)
        if found and self.deletes:
            del self.inner.tables.tasks[found.id]
        return found

    def change(self, was: TaskCard, becomes: TaskCard) -> None:
        if self.left:
            self.inner.change(was, evolve(was, priority=f"urgent {self.left}"))
            self.left -= 1
        self.inner.change(was, becomes)
