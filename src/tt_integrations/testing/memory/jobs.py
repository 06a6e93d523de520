"""Work for later, and things done once, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Job, JobId, NewJob, Waiting
from tt_integrations.testing.memory.tables import ClaimRow, JobRow, Tables


@frozen
class MemoryJobs:
    tables: Tables

    def enqueue(self, job: NewJob) -> bool:
        if job.once is not None and any(row.new.once == job.once for row in self._waiting()):
            return False
        self.tables.jobs_stored += 1
        number = JobId(self.tables.jobs_stored)
        self.tables.jobs[number] = JobRow(number, job)
        return True

    def take(self, now: datetime, lease: timedelta) -> Job | None:
        oldest: dict[str, JobRow] = {}
        for row in self._waiting():
            oldest.setdefault(row.new.key, row)
        ready = [row for row in oldest.values() if row.ready(now)]
        if not ready:
            return None
        row = min(ready, key=lambda row: (row.due, row.id))
        taken = evolve(row, tries=row.tries + 1, held_until=now + lease)
        self.tables.jobs[row.id] = taken
        return taken.noun()

    def finish(self, job: Job) -> None:
        if self._mine(job):
            del self.tables.jobs[job.id]

    def give_back(self, job: Job, due: datetime) -> None:
        if row := self._mine(job):
            self.tables.jobs[job.id] = evolve(
                row, due=due, returns=row.returns + 1, held_until=None
            )

    def give_up(self, job: Job, now: datetime, reason: str) -> None:
        if row := self._mine(job):
            self.tables.jobs[job.id] = evolve(row, given_up=now, reason=reason, held_until=None)

    def drop(self, connection: ConnectionId) -> int:
        idle = [
            row.id
            for row in self._waiting()
            if row.new.connection == connection and row.held_until is None
        ]
        for number in idle:
            del self.tables.jobs[number]
        return len(idle)

    def given_up(self, connection: ConnectionId) -> Sequence[tuple[Job, str]]:
        return [
            (row.noun(), row.reason)
            for row in sorted(self.tables.jobs.values(), key=lambda row: row.id, reverse=True)
            if row.given_up is not None and row.new.connection == connection
        ]

    def waiting(self, now: datetime) -> Waiting:
        due = [row.due for row in self._waiting() if row.ready(now)]
        return Waiting(len(due), min(due, default=None))

    def forget(self, before: datetime) -> int:
        jobs = self.tables.jobs.values()
        old = [row.id for row in jobs if row.given_up is not None and row.given_up < before]
        for number in old:
            del self.tables.jobs[number]
        return len(old)

    def _mine(self, job: Job) -> JobRow | None:
        """The row of a job, unless somebody else has taken it since."""
        row = self.tables.jobs.get(job.id)
        return row if row and row.given_up is None and row.tries == job.tries else None

    def _waiting(self) -> list[JobRow]:
        return [row for _, row in sorted(self.tables.jobs.items()) if row.given_up is None]


@frozen
class MemoryClaims:
    tables: Tables

    def claim(self, name: str, now: datetime, note: str = "") -> bool:
        if name in self.tables.claims:
            return False
        self.tables.claims[name] = ClaimRow(now, note)
        return True

    def note(self, name: str) -> str | None:
        row = self.tables.claims.get(name)
        return row.note if row else None

    def forget(self, before: datetime) -> int:
        old = [name for name, row in self.tables.claims.items() if row.claimed < before]
        for name in old:
            del self.tables.claims[name]
        return len(old)
