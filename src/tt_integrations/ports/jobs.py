"""Work that is done later, and things that are done once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Job, NewJob, Waiting


class Jobs(Protocol):
    """What is stored in a transaction becomes due when that commits, and never when it does not.

    Whoever took a job ends it by `finish`, `give_back` or `give_up`. Nothing happens when its lease ended and
    somebody else has taken it since.
    """

    def enqueue(self, job: NewJob) -> bool:
        """Store the job. False, and nothing stored, when one with the same `once` is waiting already,
        held by somebody or not."""
        ...

    def take(self, now: datetime, lease: timedelta) -> Job | None:
        """The job that has been due for longest, held for the caller until the lease ends; None when none is due.

        Of the jobs of one key only the oldest is ever taken, so they come one at a time and in order. A job
        whose lease ended unfinished is due again, marked as interrupted for good. What this version does not know
        how to do comes as `UnknownWork`.
        """
        ...

    def finish(self, job: Job) -> None:
        """The job is done, and forgotten."""
        ...

    def give_back(self, job: Job, due: datetime) -> None:
        """Let the job be taken again, from `due` on. The later ones of its key wait for it."""
        ...

    def give_up(self, job: Job, now: datetime, reason: str) -> None:
        """Never take the job again. It is kept, and the later ones of its key wait no longer."""
        ...

    def drop(self, connection: ConnectionId) -> int:
        """Forget the connection's jobs that are neither taken nor given up; how many there were."""
        ...

    def given_up(self, connection: ConnectionId) -> Sequence[tuple[Job, str]]:
        """The connection's jobs that were given up, each with the reason, newest first."""
        ...

    def waiting(self, now: datetime) -> Waiting:
        """What is due and held by nobody, whether or not it has to wait for others of its key."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop the jobs that were given up before that moment; how many there were."""
        ...


class Claims(Protocol):
    def claim(self, name: str, now: datetime, note: str = "") -> bool:
        """True for exactly one transaction that commits per name, False for all others."""
        ...

    def note(self, name: str) -> str | None:
        """What was noted at the claim of that name; None when it is unclaimed."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop what was claimed before that moment; how many there were."""
        ...
