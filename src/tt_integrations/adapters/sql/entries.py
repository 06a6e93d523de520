from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.entry_rows import FINISHED, entry_of, seconds
from tt_integrations.adapters.sql.held_person import hold_person
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.taking_back import take_back
from tt_integrations.domain.model.changes import Change
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import NOTHING, EntryId, NewEntry, TimeEntry

_WITHIN = Prepared(
    FINISHED.where(
        time_entries.c.user_id == sa.bindparam("person"),
        time_entries.c.end_time > sa.bindparam("since"),
        time_entries.c.start_time < sa.bindparam("until"),
    )
)
_ADD = Prepared(
    sa.insert(time_entries)
    .values(
        user_id=sa.bindparam("person"),
        project_id=sa.bindparam("project"),
        task_id=sa.bindparam("task"),
        notes=sa.bindparam("note"),
        start_time=sa.bindparam("started"),
        end_time=sa.bindparam("ended"),
        duration_seconds=sa.bindparam("worked"),
        source="manual",
        billable=sa.bindparam("is_billable"),
        break_seconds=0,
    )
    .returning(time_entries.c.id)
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
        entries = [entry_of(person, row, self.storage) for row in rows]
        return sorted(
            (e for e in entries if Span(e.started, e.ended).overlap(span)),
            key=lambda entry: (entry.started, entry.id),
        )

    def reserve(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        hold_person(self.driver, person)
        return self.within(person, span)

    def add(self, new: NewEntry) -> TimeEntry:
        [row] = self.driver.rows(
            _ADD,
            person=new.person,
            project=new.project.id,
            task=new.task.id if new.task else None,
            note=new.note,
            started=self.storage.store(new.span.start),
            ended=self.storage.store(new.span.end),
            worked=seconds(new.worked),
            is_billable=new.project.billable,
        )
        return TimeEntry(
            id=EntryId(row[0]),
            person=new.person,
            project=new.project,
            started=new.span.start,
            ended=new.span.end,
            breaks=NOTHING,
            worked=timedelta(seconds=seconds(new.worked)),
            task=new.task,
            note=new.note,
            billable=new.project.billable,
        )

    def take_back(self, change: Change) -> Lock | None:
        return take_back(self.driver, self.storage, change)
