"""Which entries are to be looked at because they may have to become events, and how far that came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from attrs import evolve, field, frozen

from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryChange
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.ports.unit_of_work import Reading

NAME, NUMBER, AGAIN = "entries", "number", "again"
"""Of the cursor, and in it: up to which number all changes were looked at, and the entries that are to be looked at
besides, each with how often it failed."""
MOST_TRIES = 5


@frozen
class ExportWork:
    cursor: Cursor
    number: int
    again: Mapping[EntryId, int] = field(factory=dict)

    @classmethod
    def left(cls, tx: Reading, terms: SyncTerms) -> ExportWork:
        """The first time all entries in reach, later those that changed."""
        stored = tx.cursors.at(terms.connection, NAME)
        if stored is None:
            number = tx.changes.last()
            reach = Span(terms.now - timedelta(days=terms.rules.days_back), terms.now)
            cards = tx.cards.within(terms.person, reach)
            cursor = Cursor(terms.connection, NAME, version=0)
            return cls(cursor, number, {card.id: 0 for card in cards})
        reached, again = stored.value.get(NUMBER), stored.value.get(AGAIN)
        tries = again if isinstance(again, Mapping) else {}
        return cls(
            stored,
            reached if isinstance(reached, int) else 0,
            {EntryId(int(entry)): int(failed) for entry, failed in tries.items()},
        )

    def changes(self, tx: Reading, terms: SyncTerms) -> Sequence[EntryChange]:
        """The next of those that nobody looked at."""
        return tx.changes.since(terms.person, self.number)

    def done(
        self, entries: Iterable[EntryId], failed: Iterable[EntryId], number: int
    ) -> ExportWork:
        """After those were looked at, of which some failed, and all changes up to that number."""
        looked_at = frozenset(entries)
        tries = {entry: self.again.get(entry, 0) + 1 for entry in failed}
        again = {entry: count for entry, count in self.again.items() if entry not in looked_at}
        again |= {entry: count for entry, count in tries.items() if count < MOST_TRIES}
        return evolve(self, number=number, again=again)

    def stored(self) -> ExportWork:
        """With the cursor as it is to be stored, which is its next version."""
        value = {NUMBER: self.number, AGAIN: {str(each): n for each, n in self.again.items()}}
        cursor = evolve(self.cursor, value=value, version=self.cursor.version + 1)
        return evolve(self, cursor=cursor)
