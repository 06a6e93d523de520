"""What is told on the next page, once, after something was done: in a sealed cookie that nobody else can make or read."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen
from starlette.responses import Response

from tt_integrations.adapters.browsers import cookie_name
from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.domain.model.people import PersonId
from tt_integrations.entrypoints.http.asking import Asked
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault

NAME = "tt_note"
GOOD_FOR = timedelta(minutes=1)
LONGEST = 600
"""Characters: what providers say may be long, and cookies may not."""


@frozen
class Note:
    """`about` is the name of the provider on whose card it belongs, "" for the page's own."""

    text: str
    good: bool = True
    about: str = ""


@frozen
class Notes:
    vault: Vault
    clock: Clock
    public_address: str

    @property
    def cookie(self) -> str:
        return cookie_name(NAME, self.public_address)

    def leave(self, answer: Response, asking: Asked, note: Note) -> None:
        """Let the person's next page tell it."""
        text = note.text if len(note.text) <= LONGEST else f"{note.text[:LONGEST]}…"
        written = [self.clock.now().isoformat(), text, note.good, note.about]
        sealed = self.vault.seal(json.dumps(written, ensure_ascii=False), _place(asking.person.id))
        self._set(answer, sealed, int(GOOD_FOR.total_seconds()))

    def found(self, asking: Asked) -> Note | None:
        """What was left for the person; None for nothing, or what is too old to be of now."""
        sealed = asking.cookies.get(self.cookie)
        if not sealed:
            return None
        try:
            written: list[Any] = json.loads(self.vault.open(sealed, _place(asking.person.id)))
        except SecretUnreadable:
            return None
        at, text, good, about = written
        fresh = self.clock.now() - datetime.fromisoformat(at) <= GOOD_FOR
        return Note(text, good, about) if fresh else None

    def drop(self, answer: Response, asking: Asked) -> None:
        """It was told."""
        if self.cookie in asking.cookies:
            self._set(answer, "", 0)

    def _set(self, answer: Response, value: str, seconds: int) -> None:
        answer.set_cookie(
            self.cookie,
            value,
            max_age=seconds,
            path="/",
            secure=self.public_address.startswith("https:"),
            httponly=True,
            samesite="lax",
        )


def _place(person: PersonId) -> Place:
    """No connection has the number 0, so nothing else is ever sealed there."""
    return Place(ConnectionId(0), f"note of {person}")
