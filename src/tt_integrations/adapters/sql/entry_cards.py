from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.card_rows import CARDS, CardRow, card_rows
from tt_integrations.adapters.sql.entry_locks import LockedPeriods
from tt_integrations.adapters.sql.entry_rows import seconds
from tt_integrations.adapters.sql.host_tables import tasks, time_entries
from tt_integrations.adapters.sql.listed import listed
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.own_tables import entry_changes
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.refusals import refused
from tt_integrations.adapters.sql.unnested import arrays, unnested
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId

_THESE = listed(time_entries.c.id, "entries")
_OF = Prepared(CARDS.where(_THESE))
# one after the other in the same order, or two who change the same entries could wait for each other
_LOCK = Prepared(CARDS.where(_THESE).order_by(time_entries.c.id).with_for_update(of=time_entries))
_PERSONS = time_entries.c.user_id == sa.bindparam("person")
_WITHIN = Prepared(
    CARDS.where(
        _PERSONS,
        time_entries.c.end_time > sa.bindparam("since"),
        time_entries.c.start_time < sa.bindparam("until"),
    )
)
_NOTED = Prepared(
    CARDS.where(
        _PERSONS,
        sa.func.coalesce(time_entries.c.notes, "").like(sa.bindparam("pattern"), escape="\\"),
    )
)
_REPEATED_HOURS: Final = timedelta(hours=2)
"""Naive local moments are out of order by as much as a zone turns its clocks back."""

_NEW: Final = {
    "person": time_entries.c.user_id,
    "project": time_entries.c.project_id,
    "started": time_entries.c.start_time,
    "ended": time_entries.c.end_time,
    "worked": time_entries.c.duration_seconds,
    "note": time_entries.c.notes,
    "is_billable": time_entries.c.billable,
}
# said here: in an older host's own table these have no default of the database
_ALIKE: Final[dict[str, sa.ColumnElement[Any]]] = {
    "source": sa.literal_column("'auto'"),
    "break_seconds": sa.literal_column("0"),
    "paid": sa.false(),
    "created_at": sa.func.current_timestamp(),
    "updated_at": sa.func.current_timestamp(),
}
_ONE = sa.insert(time_entries).values(
    {**{column: sa.bindparam(name) for name, column in _NEW.items()}, **_ALIKE}
)
_HIGHEST = Prepared(
    sa.select(
        sa.func.max(
            sa.select(sa.func.coalesce(sa.func.max(time_entries.c.id), 0)).scalar_subquery(),
            sa.select(sa.func.coalesce(sa.func.max(entry_changes.c.entry_id), 0)).scalar_subquery(),
        )
    )
)
_ADD_AT = Prepared(_ONE.values(id=sa.bindparam("entry")))
_given = unnested(_NEW)
_ADD_ALL = Prepared(
    sa.insert(time_entries)
    .from_select(
        [*(column.name for column in _NEW.values()), *_ALIKE], _given.add_columns(*_ALIKE.values())
    )
    .returning(time_entries.c.id)
)
_task = sa.select(sa.func.min(tasks.c.id)).where(
    tasks.c.project_id == sa.bindparam("project"), tasks.c.name == sa.bindparam("task_name")
)
_RESTORE = Prepared(_ONE.values(id=sa.bindparam("entry"), task_id=_task.scalar_subquery()))
_TAKEN = Prepared(sa.select(time_entries.c.id).where(_THESE))
_CHANGE = Prepared(
    sa.update(time_entries)
    .where(time_entries.c.id == sa.bindparam("entry"))
    .values(
        project_id=sa.bindparam("project"),
        # a task is one of its project
        task_id=sa.case(
            (
                time_entries.c.project_id.is_not_distinct_from(sa.bindparam("project")),
                time_entries.c.task_id,
            )
        ),
        start_time=sa.bindparam("started"),
        end_time=sa.bindparam("ended"),
        duration_seconds=sa.bindparam("worked"),
        notes=sa.bindparam("note"),
        billable=sa.bindparam("is_billable"),
        updated_at=sa.func.current_timestamp(),
    )
)
_REMOVE = Prepared(sa.delete(time_entries).where(_THESE))


@frozen
class SqlEntryCards:
    """Moments are compared as the host stores them: a span in an hour that its zone repeats reads as in the first
    of the two."""

    driver: Driver
    storage: StorageZone

    def of(self, entries: Iterable[EntryId]) -> Mapping[EntryId, EntryCard]:
        wanted = list(entries)
        rows = self._rows(_OF, entries=wanted) if wanted else []
        return {row.card.id: row.card for row in rows}

    def within(self, person: PersonId, span: Span) -> Sequence[EntryCard]:
        rows = self._rows(
            _WITHIN,
            person=person,
            since=self.storage.store(span.start - _REPEATED_HOURS),
            until=self.storage.store(span.end + _REPEATED_HOURS),
        )
        return _oldest_first(row.card for row in rows if row.card.span.overlap(span))

    def noted(self, person: PersonId, text: str) -> Sequence[EntryCard]:
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = self._rows(_NOTED, person=person, pattern=f"%{escaped}%")
        # SQLite takes no notice of letter case
        return _oldest_first(row.card for row in rows if text in row.card.note)

    def locks(self, person: PersonId, spans: Sequence[Span]) -> Sequence[Lock | None]:
        periods = LockedPeriods.of(self.driver, self.storage, person, spans)
        return [periods.lock(person, span) for span in spans]

    def add(self, new: Sequence[NewCard]) -> Sequence[EntryId]:
        if not new:
            return []
        rows = [self._cells(card) for card in new]
        try:
            return [EntryId(number) for number in self._add(rows)]
        except self.driver.dialect.loaded_dbapi.IntegrityError as error:
            # on PostgreSQL the transaction can only be ended now, which is what a Conflict here leads to
            raise Conflict("what the entries are on is gone") from error

    def change(self, changes: Sequence[tuple[EntryCard, EntryCard]]) -> Sequence[EntryId]:
        stored = self._locked(was for was, _ in changes)
        as_before = [(was, new) for was, new in changes if _is(stored.get(was.id), was)]

        def change(some: Sequence[tuple[EntryCard, EntryCard]]) -> None:
            self.driver.many(_CHANGE, (self._changed(stored[was.id], new) for was, new in some))

        stay = refused(self.driver, change, as_before)
        done = {was.id for was, _ in as_before} - {was.id for was, _ in stay}
        return [was.id for was, _ in changes if was.id not in done]

    def remove(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        stored = self._locked(cards)
        as_before = [card.id for card in cards if _is(stored.get(card.id), card)]

        def remove(some: Sequence[EntryId]) -> None:
            self.driver.run(_REMOVE, entries=list(some))

        stay = refused(self.driver, remove, as_before)
        done = set(as_before) - set(stay)
        return [card.id for card in cards if card.id not in done]

    def restore(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        if not cards:
            return []
        rows = self.driver.rows(_TAKEN, entries=[card.id for card in cards])
        taken = {number for (number,) in rows}
        free = [card for card in cards if card.id not in taken]

        def restore(some: Sequence[EntryCard]) -> None:
            self.driver.many(_RESTORE, (self._restored(card) for card in some))

        done = {card.id for card in free} - {
            card.id for card in refused(self.driver, restore, free)
        }
        return [card.id for card in cards if card.id not in done]

    def _rows(self, statement: Prepared, **values: Any) -> list[CardRow]:
        return card_rows(self.driver, self.storage, statement, **values)

    def _locked(self, cards: Iterable[EntryCard]) -> dict[EntryId, CardRow]:
        """As they are, and stay until the transaction ends."""
        wanted = [card.id for card in cards]
        rows = self._rows(_LOCK, entries=wanted) if wanted else []
        return {row.card.id: row for row in rows}

    def _add(self, rows: list[dict[str, Any]]) -> list[int]:
        """Their ids, in order: they are given out in the order of the rows, whatever the order they come back in."""
        if self.driver.dialect.name == "postgresql":
            return sorted(number for (number,) in self.driver.rows(_ADD_ALL, **arrays(rows)))
        # this database would give the number of an entry that was deleted again, by which links may still know that
        [[highest]] = self.driver.rows(_HIGHEST)
        numbers = range(highest + 1, highest + 1 + len(rows))
        numbered = zip(numbers, rows, strict=True)
        self.driver.many(_ADD_AT, ({"entry": number, **row} for number, row in numbered))
        return list(numbers)

    def _cells(self, card: NewCard | EntryCard) -> dict[str, Any]:
        return {
            "person": card.person,
            "project": card.project,
            "started": self.storage.store(card.span.start),
            "ended": self.storage.store(card.span.end),
            "worked": seconds(card.span.length),
            "note": card.note or None,
            "is_billable": card.billable,
        }

    def _restored(self, card: EntryCard) -> dict[str, Any]:
        return {"entry": card.id, "task_name": card.task_name, **self._cells(card)}

    def _changed(self, stored: CardRow, becomes: EntryCard) -> dict[str, Any]:
        """What was worked follows the span, less the breaks; where that stays, so does what the host made of it."""
        cells = self._cells(becomes)
        del cells["person"]
        length = cells["worked"] - stored.breaks
        moved = becomes.span != stored.card.span
        worked = max(0, length) if moved else stored.worked
        return {**cells, "entry": stored.card.id, "worked": worked}


def _is(stored: CardRow | None, card: EntryCard) -> bool:
    """Whether the entry is as on the card, and may be changed. What its project is called is no matter."""
    if stored is None or stored.card.lock:
        return False
    return _seen(stored.card) == _seen(card)


def _seen(card: EntryCard) -> tuple[object, ...]:
    return card.person, card.project, card.task_name, card.span, card.note, card.billable


def _oldest_first(cards: Iterable[EntryCard]) -> list[EntryCard]:
    return sorted(cards, key=lambda card: (card.span.start, card.id))
