"""The steps of a plan: what is to be done about one item, and the decision that says why.

A step's `link` is to be stored when the rest of it is done. Entries are added, changed and removed in one go, in the
transaction that stores links and decisions; events one by one before it, outside of any transaction.
"""

from __future__ import annotations

from attrs import evolve, field, frozen

from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.events import Event, EventDraft
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_export_base import export_base
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.timesheet import EntryId


@frozen
class Nothing:
    decided: Decided


@frozen
class Relink:
    """Neither the entry nor the event changes, only what is known of them."""

    decided: Decided
    link: Link


@frozen
class AddEntry:
    """Until `made`, the entry's number is missing: its link and its image have NO_ENTRY, its decision has none."""

    decided: Decided
    new: NewCard = field(repr=False)
    link: Link

    def made(self, entry: EntryId) -> AddEntry:
        """With the number that the host gave to the entry."""
        told, link = self.decided, self.link
        after = {**(told.after or {}), "id": entry}
        decided = Decided(told.item, told.title, told.action, ours=entry, after=after)
        linked = Link(link.connection, link.kind, link.remote, entry, link.base)
        return AddEntry(decided, self.new, linked)


@frozen
class ChangeEntry:
    decided: Decided
    was: EntryCard
    becomes: EntryCard
    link: Link | None


@frozen
class RemoveEntry:
    decided: Decided
    was: EntryCard
    link: Link | None


@frozen
class RestoreEntry:
    """Under its old number."""

    decided: Decided
    card: EntryCard
    link: Link | None


@frozen
class PutEvent:
    """Make the event; one of the same id is there already where an earlier try was not noted down."""

    decided: Decided
    calendar: str
    draft: EventDraft
    link: Link

    def done(self, event: Event) -> PutEvent:
        """With the event as the calendar made it."""
        return evolve(self, link=_seen(self.link, event))


@frozen
class ChangeEvent:
    """`was` as far as the link knows. Where its etag is "", or the calendar says that it changed since, look at the
    event and plan again with what was `seen`."""

    decided: Decided
    calendar: str
    draft: EventDraft
    was: Event
    link: Link

    def done(self, event: Event) -> ChangeEvent:
        """With the event as the calendar changed it."""
        return evolve(self, link=_seen(self.link, event))


@frozen
class RemoveEvent:
    decided: Decided
    calendar: str
    id: str
    link: Link


Step = (
    Nothing
    | Relink
    | AddEntry
    | ChangeEntry
    | RemoveEntry
    | RestoreEntry
    | PutEvent
    | ChangeEvent
    | RemoveEvent
)


def failed(step: Step, reason: str) -> Nothing:
    """The decision of a step that could not be done, whatever it was to do. `reason` in plain words."""
    was = step.decided
    return Nothing(Decided(was.item, was.title, Action.FAILED, reason, ours=was.ours))


def _seen(link: Link, event: Event) -> Link:
    return evolve(link, base=export_base(link.base).looked_at(event).json())
