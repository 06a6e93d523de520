from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.entry_rows import TIMERS, seconds, timer_of
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, NewTimer, TimeEntry, Timer

_RUNNING = Prepared(
    TIMERS.where(
        time_entries.c.user_id == sa.bindparam("person"), time_entries.c.end_time.is_(None)
    )
    .order_by(time_entries.c.id)
    .limit(1)
)
_START = Prepared(
    insert(time_entries)
    .values(
        user_id=sa.bindparam("person"),
        project_id=sa.bindparam("project"),
        task_id=sa.bindparam("task"),
        notes=sa.bindparam("note"),
        start_time=sa.bindparam("at"),
        source="auto",
        billable=sa.bindparam("is_billable"),
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
_CHANGE = Prepared(
    sa.update(time_entries)
    .where(
        time_entries.c.id == sa.bindparam("entry"),
        time_entries.c.end_time.is_(None),
        time_entries.c.paused_at.is_not_distinct_from(sa.bindparam("was_paused_at")),
        sa.func.coalesce(time_entries.c.break_seconds, 0) == sa.bindparam("was_breaks"),
        time_entries.c.notes.is_not_distinct_from(sa.bindparam("was_note")),
    )
    .values(
        paused_at=sa.bindparam("new_paused_at"),
        break_seconds=sa.bindparam("new_breaks"),
        notes=sa.bindparam("new_note"),
    )
    .returning(time_entries.c.id)
)


@frozen
class SqlTimers:
    driver: Driver
    storage: StorageZone

    def running(self, person: PersonId) -> Timer | None:
        row = self.driver.row(_RUNNING, person=person)
        return timer_of(person, row, self.storage) if row else None

    def start(self, new: NewTimer) -> Timer:
        row = self.driver.row(
            _START,
            person=new.person,
            project=new.project.id,
            task=new.task.id if new.task else None,
            note=new.note,
            at=self.storage.store(new.started),
            is_billable=new.project.billable,
        )
        if row is None:
            raise Conflict("a timer is already running")
        return Timer(
            id=EntryId(row[0]),
            person=new.person,
            project=new.project,
            started=new.started,
            task=new.task,
            note=new.note,
            billable=new.project.billable,
        )

    def stop(self, entry: TimeEntry) -> None:
        stopped = self.driver.row(
            _STOP,
            entry=entry.id,
            at=self.storage.store(entry.ended),
            worked=seconds(entry.worked),
            breaks=seconds(entry.breaks),
        )
        if stopped is None:
            raise Conflict("the timer is no longer running")

    def change(self, was: Timer, becomes: Timer) -> None:
        changed = self.driver.row(
            _CHANGE,
            entry=was.id,
            was_paused_at=self.storage.store_optional(was.paused_at),
            was_breaks=seconds(was.breaks),
            was_note=was.note,
            new_paused_at=self.storage.store_optional(becomes.paused_at),
            new_breaks=seconds(becomes.breaks),
            new_note=becomes.note,
        )
        if changed is None:
            raise Conflict("the timer was changed meanwhile")
