"""What was done by itself, and how far it came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import (
    Counted,
    Decided,
    NewRun,
    Numbered,
    Run,
    RunId,
    RunResult,
    RunsWanted,
)

SOME_RUNS = 50
"""So many runs are listed at a time."""
SEARCHED_RUNS = 500
"""In so many runs, the newest, decisions are looked for by what they are about."""


class Runs(Protocol):
    """Texts are kept without NUL and halves of characters."""

    def begin(self, new: NewRun) -> RunId:
        """A run that has not ended. Raises NotConnected where the connection is gone."""
        ...

    def decide(self, run: RunId, decisions: Sequence[Decided]) -> None:
        """Add these to the run's decisions, in this order. An item too long to be kept is cut; nothing is noted where
        there is no run."""
        ...

    def end(
        self, run: RunId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> Run | None:
        """The run is over; its decisions are counted. As it is now; None where there is none."""
        ...

    def end_overdue(self, before: datetime, at: datetime, trouble: str) -> int:
        """The runs that began before that moment and have not ended are over: PARTIAL where something was decided,
        FAILED where nothing was, their decisions counted; how many there were. Whoever carries one out after all may
        still decide in it, and end it otherwise."""
        ...

    def find(self, run: RunId) -> Run | None:
        """The run of that number; None when there is none."""
        ...

    def newest(self, wanted: RunsWanted) -> Sequence[Run]:
        """The `SOME_RUNS` newest of those, newest first; with `before`, of those older than that one."""
        ...

    def decided(self, run: RunId, after: int = 0, search: str = "") -> Sequence[Numbered]:
        """The run's next `MANY` decisions after that number, in order; with `search`, of those whose title or item
        contains that text, letter case ignored."""
        ...

    def search(self, owner: PersonId | None, text: str, limit: int) -> Sequence[Numbered]:
        """The newest decisions whose title or item contains that text, letter case ignored, the newest first: `limit`
        at most, of the `SEARCHED_RUNS` newest runs of that person's connections, or of everybody's for None. None for
        a text that is empty."""
        ...

    def counted(self, owner: PersonId, since: datetime, limit: int) -> Sequence[Counted]:
        """The runs of that person's connections that began at that moment or later, newest first: `limit` at most."""
        ...

    def mark_undone(self, run: RunId) -> bool:
        """The run was taken back. True for exactly one transaction that commits, False for all others."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop the runs that began before that moment, with their decisions; how many runs there were."""
        ...


class Cursors(Protocol):
    def at(self, connection: ConnectionId, name: str) -> Cursor | None:
        """How far was read of that; None when nothing was."""
        ...

    def move(self, cursor: Cursor) -> bool:
        """Store the cursor as `version`. False, and nothing stored, unless the stored one is `version - 1`
        (0: there is none)."""
        ...

    def drop(self, connection: ConnectionId, name: str) -> None:
        """Let the next reading begin anew; nothing happens when there is no such cursor."""
        ...

    def drop_all(self, connection: ConnectionId) -> None:
        """As `drop` of everything that was read for the connection."""
        ...
