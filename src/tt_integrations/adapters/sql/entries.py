from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import projects, time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    Project,
    ProjectId,
    TimeEntry,
)

_WITHIN = Prepared(
    sa.select(
        time_entries.c.id,
        time_entries.c.project_id,
        projects.c.name,
        time_entries.c.start_time,
        time_entries.c.end_time,
        time_entries.c.break_seconds,
        time_entries.c.duration_seconds,
    )
    .select_from(time_entries.outerjoin(projects))
    .where(
        time_entries.c.user_id == sa.bindparam("person"),
        time_entries.c.end_time > sa.bindparam("since"),
        time_entries.c.start_time < sa.bindparam("until"),
    )
)
_REPEATED_HOURS = timedelta(hours=2)
"""Naive local moments are out of order by as much as a zone turns its clocks back."""


@frozen
class SqlTimeEntries:
    driver: Driver
    storage: StorageZone

    def within(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        rows = self.driver.rows(
            _WITHIN,
            person=person,
            since=self.storage.store(span.start - _REPEATED_HOURS),
            until=self.storage.store(span.end + _REPEATED_HOURS),
        )
        entries = [self._entry(person, *row) for row in rows]
        return sorted(
            (e for e in entries if Span(e.started, e.ended).overlap(span)),
            key=lambda entry: (entry.started, entry.id),
        )

    def _entry(self, person: PersonId, number: int, project: int | None, *rest: Any) -> TimeEntry:
        name, start, end, break_seconds, duration = rest
        started, ended = self.storage.load(start), self.storage.load(end)
        breaks = timedelta(seconds=break_seconds or 0)
        unrounded = max(NOTHING, ended - started - breaks)
        return TimeEntry(
            id=EntryId(number),
            person=person,
            project=Project(ProjectId(project), name) if project is not None else None,
            started=started,
            ended=ended,
            breaks=breaks,
            worked=unrounded if duration is None else timedelta(seconds=duration),
        )
