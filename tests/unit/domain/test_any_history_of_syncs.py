"""However issues changed and whichever syncs failed, one good sync ends as if it had been the only one."""

from __future__ import annotations

from contextlib import suppress

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from sync_desk import SyncDesk
from tracker import Tracker
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import TaskId

SOME = settings(max_examples=150, deadline=None, derandomize=True, database=None)
LABELS = ("bug", "enhancement", "ui")
ACTS = ("open", "edit", "label", "close", "reopen", "delete", "pull", "sync", "tomorrow")


def act(data: DataObject, tracker: Tracker) -> None:
    """Something that people do at the tracker."""
    [home] = tracker.repositories.values()
    issues = [each for each in tracker.items.values() if isinstance(each, Issue)]
    what = data.draw(st.sampled_from(ACTS[:7]))
    if what == "pull":
        tracker.pull(home)
    elif what == "open" or not issues:
        tracker.open(home, data.draw(st.sampled_from("ABC")))
    else:
        change(data, tracker, data.draw(st.sampled_from(issues)), what)


def change(data: DataObject, tracker: Tracker, issue: Issue, what: str) -> None:
    match what:
        case "edit":
            tracker.edit(issue, title=data.draw(st.sampled_from("ABC")))
        case "label":
            tracker.edit(issue, labels=tuple(data.draw(st.sets(st.sampled_from(LABELS)))))
        case "close":
            tracker.close(issue)
        case "reopen":
            tracker.edit(issue, closed=False, closed_at=None)
        case "delete":
            tracker.delete(issue)


def cards_by_issue(desk: SyncDesk) -> dict[str, TaskCard]:
    """The tasks of the issues that are there."""
    with desk.work.reading() as tx:
        links = tx.links.under(desk.connection.id, Kind.ISSUE, "")
        cards = {link.remote: tx.tasks.find(TaskId(link.ours)) for link in links if not link.gone}
    return {remote: card for remote, card in cards.items() if card}


def written(desk: SyncDesk) -> dict[str, TaskCard]:
    """The same without their numbers, which tell in which order they were made."""
    return {remote: evolve(card, id=TaskId(0)) for remote, card in cards_by_issue(desk).items()}


@SOME
@given(st.data())
def test_any_history_ends_in_the_tasks_of_a_single_sync_at_its_end(data: DataObject) -> None:
    desk = SyncDesk(tracker=Tracker(per_page=data.draw(st.integers(1, 4))))
    happening = data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=25))
    for what in happening:
        if what == "tomorrow":
            desk.tomorrow()
        elif what == "sync":
            troubled_sync(data, desk)
        else:
            act(data, desk.tracker)
    desk.tomorrow()
    desk.synced()
    once = SyncDesk(tracker=tracker_as_it_is(desk.tracker))
    once.synced()
    assert written(desk) == written(once)
    issues = [each for each in desk.tracker.items.values() if isinstance(each, Issue)]
    assert set(written(desk)) == {issue.remote for issue in issues}
    live = {card.id for card in cards_by_issue(desk).values()}
    assert all(card.closed for card in desk.tasks() if card.id not in live)
    assert {each.action for each in desk.synced()} <= {Action.UNCHANGED, Action.IGNORED}


def troubled_sync(data: DataObject, desk: SyncDesk) -> None:
    """People go on meanwhile, and some page may fail."""
    fails = data.draw(st.one_of(st.none(), st.integers(0, 8)))
    busy = data.draw(st.lists(st.booleans(), max_size=6))
    desk.meanwhile(*[(lambda: act(data, desk.tracker)) if each else None for each in busy])
    if fails is not None:
        desk.tracker.fails = [*[None] * fails, ProviderUnavailable("away")]
    with suppress(ProviderUnavailable):
        desk.try_sync()
    desk.tracker.fails = []
    desk.tracker.meanwhile = lambda: None


def tracker_as_it_is(tracker: Tracker) -> Tracker:
    copy = Tracker(per_page=100)
    copy.clock.turn_to(tracker.clock.now())
    copy.items = dict(tracker.items)
    return copy
