from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.host_tables import projects, time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, TimeEntry, Timer

_RUNNING = Prepared(
    sa.select(
        time_entries.c.id,
        time_entries.c.project_id,
        projects.c.name,
        time_entries.c.start_time,
        time_entries.c.paused_at,
        time_entries.c.break_seconds,
    )
    .select_from(time_entries.outerjoin(projects))
    .where(time_entries.c.user_id == sa.bindparam("person"), time_entries.c.end_time.is_(None))
    .order_by(time_entries.c.id)
    .limit(1)
)
_START = Prepared(
    insert(time_entries)
    .values(
        user_id=sa.bindparam("person"),
        project_id=sa.bindparam("project"),
        start_time=sa.bindparam("at"),
        source="auto",
        billable=True,
        break_seconds=0,
        created_at=sa.bindparam("at"),
        updated_at=sa.bindparam("at"),
    )
    .on_conflict_do_nothing()  # only the index "one running timer per person" can object
    .returning(time_entries.c.id)
)
_STOP = Prepared(
    sa.update(time_entries)
    .where(time_entries.c.id == sa.bindparam("entry"), time_entries.c.end_time.is_(None))
    .values(
        end_time=sa.bindparam("at"),
        duration_seconds=sa.bindparam("worked"),
        break_seconds=sa.bindparam("breaks"),
        paused_at=None,
        updated_at=sa.bindparam("at"),
    )
    .returning(time_entries.c.id)
)


@frozen
class SqlTimers:
    driver: Driver
    storage: StorageZone

    def running(self, person: PersonId) -> Timer | None:
        row = self.driver.row(_RUNNING, person=person)
        if row is None:
            return None
        entry, project, name, started, paused_at, breaks = row
        return Timer(
            id=EntryId(entry),
            person=person,
            project=Project(ProjectId(project), name) if project is not None else None,
            started=self.storage.load(started),
            paused_at=self.storage.load_optional(paused_at),
            breaks=timedelta(seconds=breaks or 0),
        )

    def start(self, person: PersonId, project: Project, at: datetime) -> Timer:
        stored = self.storage.store(at)
        row = self.driver.row(_START, person=person, project=project.id, at=stored)
        if row is None:
            raise Conflict("a timer is already running")
        return Timer(EntryId(row[0]), person, project, at)

    def stop(self, entry: TimeEntry) -> None:
        stopped = self.driver.row(
            _STOP,
            entry=entry.id,
            at=self.storage.store(entry.ended),
            worked=int(entry.worked.total_seconds()),
            breaks=int(entry.breaks.total_seconds()),
        )
        if stopped is None:
            raise Conflict("the timer is no longer running")
