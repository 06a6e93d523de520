"""The steps of a plan: what is to be done about one item, and the decision that says why.

A step's `link` is to be stored when the rest of it is done. Entries are added, changed and removed in one go, in the
transaction that stores links and decisions; events one by one before it, outside of any transaction.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.events import Event, EventDraft
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_export_base import export_base
from tt_integrations.domain.model.plan_images import new_image
from tt_integrations.domain.model.plan_sides import NO_ENTRY
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
    """`title` and `project` are the names of the event and of where its entry goes, `base` is its link's. Until
    `made`, there is no `entry`: its link and its image have NO_ENTRY, its decision has none."""

    title: str
    new: NewCard = field(repr=False)
    project: str
    connection: ConnectionId
    event: str
    base: Mapping[str, object] = field(repr=False)
    entry: EntryId = NO_ENTRY

    @property
    def decided(self) -> Decided:
        after = new_image(self.new, self.entry, self.project)
        return Decided(self.event, self.title, Action.CREATED, ours=self.entry or None, after=after)

    @property
    def link(self) -> Link:
        return Link(self.connection, Kind.EVENT, self.event, self.entry, self.base)

    def made(self, entry: EntryId) -> AddEntry:
        """With the number that the host gave to the entry."""
        parts = (self.title, self.new, self.project, self.connection, self.event, self.base)
        return AddEntry(*parts, entry)


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
