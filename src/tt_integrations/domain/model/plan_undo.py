"""A run is taken back: each item becomes as it was before, unless somebody changed it since.

What was taken back does not come again by itself: an entry that the run made is as if its person had deleted it,
one that it changed or removed is as if its person had written it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.event_export import mark_of, whole_seconds
from tt_integrations.domain.model.event_notes import same_text
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_export_base import Told, export_base
from tt_integrations.domain.model.plan_images import (
    Image,
    card_image,
    draft_image,
    image_card,
    image_draft,
    is_of_event,
)
from tt_integrations.domain.model.plan_import_base import ImportBase, Written
from tt_integrations.domain.model.plan_reasons import SyncReason, locked
from tt_integrations.domain.model.plan_sides import ended, is_export
from tt_integrations.domain.model.plan_steps import (
    ChangeEntry,
    ChangeEvent,
    Nothing,
    RemoveEntry,
    RemoveEvent,
    RestoreEntry,
    Step,
)
from tt_integrations.domain.model.runs import CHANGING, Action, Decided
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId


@frozen
class Present:
    """How things are now. `cards`: the entries that the run changed and that are there, `links`: of its items.
    `seen`: exported events as they are, by their ids, where somebody looked; None: there is none."""

    cards: Mapping[EntryId, EntryCard]
    links: Mapping[str, Link] = field(factory=dict)
    seen: Mapping[str, Event | None] = field(factory=dict)


def undone(exporter: str, decisions: Sequence[Decided], present: Present) -> Plan:
    """One step for each decision that changed something, the last one first. First restore, then change, then remove
    entries: a run may have done several things to one."""
    undoing = _Undoing(exporter, dict(present.cards), present.links, present.seen)
    changing = (decided for decided in reversed(decisions) if decided.action in CHANGING)
    return Plan(tuple(undoing.step(decided) for decided in changing))


@frozen
class _Undoing:
    """`cards` become as the steps make them: an earlier decision finds what a later one has left."""

    exporter: str
    cards: dict[EntryId, EntryCard]
    links: Mapping[str, Link]
    seen: Mapping[str, Event | None]

    def step(self, decided: Decided) -> Step:
        before, after = decided.before, decided.after
        if decided.ours is None or not _is_recorded(decided):
            return _left(decided, SyncReason.NOT_RECORDED)
        entry, link = EntryId(decided.ours), self.links.get(decided.item)
        if any(image and is_of_event(image) for image in (before, after)):
            return self._event(decided, entry, link)
        card = self.cards.get(entry)
        if before and not after:
            return self._restored(decided, image_card(before), card, link)
        if card is None:
            return _left(decided, SyncReason.DELETED_HERE)
        if after and not _is_same(card, image_card(after)):
            return _left(decided, SyncReason.CHANGED_SINCE)
        if card.lock:
            return _left(decided, locked(card.lock))
        return (
            self._changed(decided, card, before) if before else self._removed(decided, card, link)
        )

    def _removed(self, decided: Decided, card: EntryCard, link: Link | None) -> RemoveEntry:
        del self.cards[card.id]
        linked = link is not None and link.ours == card.id
        over = ended(link, SyncReason.TAKEN_BACK) if link and linked else None
        return RemoveEntry(_told(decided, Action.REMOVED, card_image(card), None), card, over)

    def _changed(self, decided: Decided, card: EntryCard, before: Image) -> ChangeEntry:
        """Its project's and task's names may have changed since, whatever else did not."""
        was = image_card(before)
        becomes = evolve(
            card, span=was.span, note=was.note, project=was.project, billable=was.billable
        )
        self.cards[card.id] = becomes
        told = _told(decided, Action.UPDATED, card_image(card), card_image(becomes))
        return ChangeEntry(told, card, becomes, None)

    def _restored(
        self, decided: Decided, was: EntryCard, card: EntryCard | None, link: Link | None
    ) -> Step:
        if card is not None or (link and not link.gone and link.ours):
            return _left(decided, SyncReason.CHANGED_SINCE)
        was = evolve(was, lock=None)
        self.cards[was.id] = was
        told = _told(decided, Action.CREATED, None, card_image(was))
        return RestoreEntry(told, was, link and _held(link, was))

    def _event(self, decided: Decided, entry: EntryId, link: Link | None) -> Step:
        """An event that was removed comes again with its entry, and not without."""
        if decided.action is Action.REMOVED or not decided.after:
            return _left(decided, SyncReason.DELETED_HERE)
        if link is None or link.gone or not is_export(link):
            return _left(decided, SyncReason.CHANGED_SINCE)
        mark, base = mark_of(self.exporter, entry), export_base(link.base)
        made = image_draft(decided.after, mark)
        event = self.seen.get(made.id, base.event(made))
        if event is None or event.cancelled or Told.of(made).differing(Told.of(event)):
            return _left(decided, SyncReason.CHANGED_SINCE)
        if decided.before is None:
            told = _told(decided, Action.REMOVED, decided.after, None)
            over = ended(link, SyncReason.TAKEN_BACK)
            return RemoveEvent(told, base.calendar, made.id, over)
        draft = image_draft(decided.before, mark)
        # its texts count as a person's own, its times as ours
        said = base.wrote.but(("times",), Told.of(draft)).fingerprint
        draft = evolve(draft, fingerprint=said)
        told = _told(decided, Action.UPDATED, decided.after, draft_image(draft, base.calendar))
        return ChangeEvent(told, base.calendar, draft, event, link)


def _is_recorded(decided: Decided) -> bool:
    """Whether the images that its action calls for are there."""
    before = decided.before is not None or decided.action is Action.CREATED
    after = decided.after is not None or decided.action is Action.REMOVED
    return before and after


def _is_same(card: EntryCard, image: EntryCard) -> bool:
    """Whether the entry is as it was; names and locks are not of its own."""
    plain = evolve(image, project_name=card.project_name, lock=card.lock)
    plain = evolve(plain, span=whole_seconds(plain.span), note=card.note)
    return evolve(card, span=whole_seconds(card.span)) == plain and same_text(card.note, image.note)


def _held(link: Link, card: EntryCard) -> Link:
    """The event's link to its entry again, which it does not touch any more."""
    calendar, etag = str(link.base.get("calendar", "")), str(link.base.get("etag", ""))
    base = ImportBase(calendar, etag, card.span, card.note, Written.of(card), held=True)
    return evolve(link, ours=card.id, base=base.json(), gone=False)


def _told(decided: Decided, action: Action, before: Image | None, after: Image | None) -> Decided:
    return evolve(decided, action=action, reason="", kept=(), before=before, after=after)


def _left(decided: Decided, reason: str) -> Nothing:
    """As it is now."""
    told = evolve(decided, action=Action.KEPT, reason=str(reason), before=None, after=None)
    return Nothing(evolve(told, fields=(), kept=()))
