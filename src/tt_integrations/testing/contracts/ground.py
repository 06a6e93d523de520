"""What the suites stand on: an empty store, and what the host does in it by its own means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Asking, Person, Rounding
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    Project,
    Task,
    TimeEntry,
    Timer,
)
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.identity import Identity
from tt_integrations.ports.unit_of_work import UnitOfWork

UTC_ZONE = ZoneInfo("UTC")


class Ground(Protocol):
    """An empty store for each test. What is added is seen by every later transaction."""

    @property
    def unit_of_work(self) -> UnitOfWork: ...

    def add_person(
        self,
        name: str = "Ada",
        *,
        zone: ZoneInfo = UTC_ZONE,
        active: bool = True,
        sees_all: bool = False,
        rounding: Rounding = Rounding(),  # noqa: B008 - frozen
    ) -> Person:
        """Somebody new."""
        ...

    def add_project(
        self, owner: Person, name: str, status: str = "active", *, billable: bool = True
    ) -> Project:
        """A project that only `owner` may use, and whoever sees all."""
        ...

    def add_task(
        self, project: Project, name: str, status: str = "todo", *, reference: str | None = None
    ) -> Task:
        """A task of the project, its priority medium; `done` and `cancelled` are the states in which it is closed.
        `reference` names it in another system."""
        ...

    def add_finished_entry(
        self, person: Person, project: Project | None, span: Span, breaks: timedelta = NOTHING
    ) -> TimeEntry:
        """Work of the past, not rounded."""
        ...

    def pause(self, timer: Timer, at: datetime | None, breaks: timedelta = NOTHING) -> None:
        """Pause a running timer at a moment, or let it go on (None), with so much break taken before."""
        ...

    def lock(self, entry: EntryId, lock: Lock) -> bool:
        """Let the finished entry be locked for that reason, maybe with others of the same person and day. False, and
        nothing done, where the host knows no such locks."""
        ...

    def add_connection(
        self, provider: str, owner: Person | None, settings: Mapping[str, object], *, works: bool
    ) -> ConnectionId:
        """A connection as the host stored it without the library: without key and state of its own."""
        ...


class VaultGround(Protocol):
    @property
    def vault(self) -> Vault: ...

    @property
    def rotated(self) -> Vault:
        """The vault after it was given a new current key. The old one still opens."""
        ...

    @property
    def without_the_key(self) -> Vault:
        """A vault that never had the key."""
        ...


class IdentityGround(Protocol):
    @property
    def identity(self) -> Identity: ...

    @property
    def strangers(self) -> Sequence[Asking]:
        """Callers nobody vouches for: silent, garbled, and of an unknown name."""
        ...

    def add_person(self, *, active: bool = True) -> Person: ...

    def asking_as(self, person: Person) -> Asking:
        """A caller who is vouched for as this person."""
        ...
