"""The host's finished entries, as a calendar sees and changes them: many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, EntryChange, Lock, NewCard
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId


class EntryCards(Protocol):
    def of(self, entries: Iterable[EntryId]) -> Mapping[EntryId, EntryCard]:
        """Those of the entries that are there and finished, by their ids."""
        ...

    def within(self, person: PersonId, span: Span) -> Sequence[EntryCard]:
        """The person's finished entries that overlap `span`, in the order they began, then by id. Those that only
        touch it do not."""
        ...

    def noted(self, person: PersonId, text: str) -> Sequence[EntryCard]:
        """The person's finished entries whose note contains exactly that text, oldest first."""
        ...

    def locks(self, person: PersonId, spans: Sequence[Span]) -> Sequence[Lock | None]:
        """Why the host would not let the person write an entry down at each of those times; None where it would."""
        ...

    def add(self, new: Sequence[NewCard]) -> Sequence[EntryId]:
        """Write them down as given, to the second; their ids in the same order, none of which a deleted entry had.
        They may overlap others."""
        ...

    def change(self, changes: Sequence[tuple[EntryCard, EntryCard]]) -> Sequence[EntryId]:
        """Let each entry be as its second card: span, note, project and billable. Those that are not as the first
        one any more, or are locked, stay as they are; the ids of those."""
        ...

    def remove(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        """Let there be no such entries. Those that are not as the card any more, or are locked, stay; their ids."""
        ...

    def restore(self, cards: Sequence[EntryCard]) -> Sequence[EntryId]:
        """Write entries down again that were removed, under their old ids; the ids of those that are taken."""
        ...


class EntryChanges(Protocol):
    """What happened to finished entries, whoever did it: told by a sequence, never by clocks."""

    def last(self) -> int:
        """The newest number given out; 0 when there is none."""
        ...

    def since(self, person: PersonId, number: int) -> Sequence[EntryChange]:
        """What happened to the person's entries after that number: of each entry the newest only, in order, at
        most `MANY`. A timer under way is none: it comes when it ends."""
        ...
