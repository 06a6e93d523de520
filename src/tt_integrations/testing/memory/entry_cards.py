"""Finished entries as a calendar sees them, and what happened to them, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, EntryChange, Lock, NewCard
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import NOTHING, EntryId, TaskId
from tt_integrations.ports.connections import MANY
from tt_integrations.testing.memory.entry_rows import (
    delete_entry,
    lock_on,
    whole_seconds,
    write_entry,
)
from tt_integrations.testing.memory.tables import EntryRow, Tables, next_number


@frozen
class MemoryEntryCards:
    tables: Tables

    def of(self, entries: Iterable[EntryId]) -> Mapping[EntryId, EntryCard]:
        found = (self._card(entry) for entry in entries)
        return {card.id: card for card in found if card}

    def within(self, person: PersonId, span: Span) -> Sequence[EntryCard]:
        return self._oldest_first(person, lambda card: bool(card.span.overlap(span)))

    def noted(self, person: PersonId, text: str) -> Sequence[EntryCard]:
        return self._oldest_first(person, lambda card: text in card.note)

    def locks(self, person: PersonId, spans: Sequence[Span]) -> Sequence[Lock | None]:
        """Where an entry is locked by its period, so is everything of that day, by UTC."""
        locked: dict[date, set[Lock]] = {}
        for entry, locks in self.tables.locks.items():
            row = self.tables.entries.get(entry)
            if row is not None and row.person == person and row.ended is not None:
                for day in (row.started.date(), row.ended.date()):
                    locked.setdefault(day, set()).update(
                        locks & {Lock.CLOSED_PERIOD, Lock.APPROVED}
                    )
        over = (locked.get(s.start.date(), set()) | locked.get(s.end.date(), set()) for s in spans)
        return [next((lock for lock in Lock if lock in found), None) for found in over]

    def add(self, new: Sequence[NewCard]) -> Sequence[EntryId]:
        numbers = []
        for card in new:
            number = self._fresh_number()
            write_entry(self.tables, _row(number, card))
            numbers.append(number)
        return numbers

    def _fresh_number(self) -> EntryId:
        """None that a deleted entry had."""
        known = (entry for entry, _ in self.tables.changes)
        return EntryId(max(next_number(self.tables.entries), max(known, default=0) + 1))

    def change(self, changes: Sequence[tuple[EntryCard, EntryCard]]) -> Sequence[EntryId]:
        stay = [was.id for was, _ in changes if not self._is(was)]
        for was, becomes in changes:
            if was.id not in stay:
                write_entry(self.tables, _changed(self.tables.entries[was.id], becomes))
        return stay

    def remove(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        stay = [card.id for card in cards if not self._is(card)]
        for card in cards:
            if card.id not in stay:
                delete_entry(self.tables, card.id)
        return stay

    def restore(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        taken = [card.id for card in cards if card.id in self.tables.entries]
        for card in cards:
            if card.id not in taken:
                write_entry(self.tables, evolve(_row(card.id, card), task=self._task(card)))
        return taken

    def _card(self, entry: EntryId) -> EntryCard | None:
        row = self.tables.entries.get(entry)
        if row is None or row.ended is None:
            return None
        return EntryCard(
            id=row.id,
            person=row.person,
            project=row.project,
            span=Span(row.started, max(row.started, row.ended)),
            note=row.note or "",
            billable=row.billable,
            project_name="" if row.project is None else self.tables.projects[row.project].name,
            task_name="" if row.task is None else self.tables.tasks[row.task].name,
            lock=lock_on(self.tables, entry),
        )

    def _is(self, card: EntryCard) -> bool:
        """Whether the entry is as on the card, and may be changed. What its project is called is no matter."""
        stored = self._card(card.id)
        if stored is None or stored.lock:
            return False
        return stored == evolve(card, project_name=stored.project_name, lock=None)

    def _oldest_first(
        self, person: PersonId, wanted: Callable[[EntryCard], bool]
    ) -> list[EntryCard]:
        cards = self.of(n for n, row in self.tables.entries.items() if row.person == person)
        found = [card for card in cards.values() if wanted(card)]
        return sorted(found, key=lambda card: (card.span.start, card.id))

    def _task(self, card: EntryCard) -> TaskId | None:
        """The first of that name in the project."""
        tasks = self.tables.tasks.values()
        found = [t.id for t in tasks if (t.project, t.name) == (card.project, card.task_name)]
        return min(found, default=None)


@frozen
class MemoryEntryChanges:
    tables: Tables

    def last(self) -> int:
        return max((change.number for change in self.tables.changes.values()), default=0)

    def since(self, person: PersonId, number: int) -> Sequence[EntryChange]:
        return [
            change
            for (_, whose), change in self.tables.changes.items()
            if whose == person and change.number > number
        ][:MANY]


def _row(number: EntryId, card: NewCard | EntryCard) -> EntryRow:
    return EntryRow(
        id=number,
        person=card.person,
        project=card.project,
        started=card.span.start,
        breaks=NOTHING,
        ended=card.span.end,
        worked=whole_seconds(card.span.length),
        note=card.note or None,
        billable=card.billable,
    )


def _changed(row: EntryRow, becomes: EntryCard) -> EntryRow:
    """What was worked follows the span, less the breaks. A task is one of its project."""
    moved = (becomes.span.start, becomes.span.end) != (row.started, row.ended)
    length = whole_seconds(becomes.span.length) - row.breaks
    return evolve(
        row,
        project=becomes.project,
        task=row.task if becomes.project == row.project else None,
        started=becomes.span.start,
        ended=becomes.span.end,
        worked=max(NOTHING, length) if moved else row.worked,
        note=becomes.note or None,
        billable=becomes.billable,
    )
