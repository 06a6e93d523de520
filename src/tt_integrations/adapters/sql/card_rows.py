"""Rows of finished entries with what a calendar sees of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from attrs import evolve, frozen

from tt_integrations.adapters.sql.entry_locks import LockedPeriods, PeriodColumns
from tt_integrations.adapters.sql.host_tables import projects, tasks, time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId

CARDS: Final = (
    sa.select(
        time_entries.c.id,
        time_entries.c.user_id,
        time_entries.c.project_id,
        time_entries.c.start_time,
        time_entries.c.end_time,
        time_entries.c.notes,
        time_entries.c.billable,
        projects.c.name.label("project"),
        tasks.c.name.label("task"),
        time_entries.c.invoice_number,
        time_entries.c.paid,
        time_entries.c.break_seconds,
        time_entries.c.duration_seconds,
        PeriodColumns().label("periods"),
    )
    .select_from(
        time_entries.outerjoin(projects, projects.c.id == time_entries.c.project_id).outerjoin(
            tasks, tasks.c.id == time_entries.c.task_id
        )
    )
    .where(time_entries.c.end_time.is_not(None))
)


@frozen
class CardRow:
    """A card, and of its entry what a card does not show: seconds of breaks and of work, None where not noted."""

    card: EntryCard
    breaks: int
    worked: int | None


def card_rows(
    driver: Driver, storage: StorageZone, statement: Prepared, **values: Any
) -> list[CardRow]:
    """What a statement of `CARDS` finds, with the locks upon it."""
    rows = driver.rows(statement, **values)
    found = [_card_row(row, storage) for row in rows]
    if not rows or rows[0][-1] < PeriodColumns.all:
        return found
    entries = [(row.card.person, row.card.span) for row in found]
    periods = LockedPeriods.over(driver, storage, entries)
    return [_under(row, periods) for row in found] if periods.periods else found


def _card_row(row: Sequence[Any], storage: StorageZone) -> CardRow:
    number, person, project, start, end, note, billable, project_name, task_name, *rest = row
    invoice, paid, breaks, worked, _ = rest
    started = storage.load(start)
    card = EntryCard(
        id=EntryId(number),
        person=PersonId(person),
        project=project,
        span=Span(started, max(started, storage.load(end))),
        note=note or "",
        billable=bool(billable),
        project_name=project_name or "",
        task_name=task_name or "",
        lock=Lock.INVOICED if invoice else Lock.PAID if paid else None,
    )
    return CardRow(card, breaks or 0, worked)


def _under(row: CardRow, periods: LockedPeriods) -> CardRow:
    """The first of its locks, in the order they are listed in `Lock`."""
    locks = row.card.lock, periods.lock(row.card.person, row.card.span)
    lock = next((lock for lock in Lock if lock in locks), None)
    return evolve(row, card=evolve(row.card, lock=lock))
