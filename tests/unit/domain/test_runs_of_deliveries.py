"""What a run says of a delivery that told of an issue."""

from __future__ import annotations

import pytest
from attrs import evolve

from issue_desk import MOBILE, IssueDesk, issue, minute
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.runs import Action, Decided, RunResult, Trigger


@pytest.fixture
def desk() -> IssueDesk:
    return IssueDesk()


def test_each_delivery_is_a_run_that_says_what_was_decided_and_why(desk: IssueDesk) -> None:
    desk.rules = evolve(desk.rules, label_filter="track", starts_timer=True)
    desk.hear("opened", issue(), "first")
    desk.clock.advance(60)
    tracked = issue(at=1, labels=("track",), assignees=("ada",))
    desk.hear("assigned", tracked, "second", login="ada")
    desk.hear("assigned", tracked, "second", login="ada")
    second, first = desk.runs()
    assert (first.trigger, first.cause, first.result) == (Trigger.DELIVERY, "first", RunResult.DONE)
    assert (first.started, first.ended) == (minute(0), minute(0))
    assert (second.cause, second.started) == ("second", minute(1))
    assert desk.decisions(first) == [
        Decided("1#7", "Paint the door", Action.IGNORED, "label filter")
    ]
    task, timer = desk.decisions(second)
    assert task == Decided("1#7", "Paint the door", Action.CREATED, ours=desk.task().id)
    assert timer.sentence == "ignored: no timer: nobody showed that the login is theirs"
    assert second.counts == {Action.CREATED: 1, Action.IGNORED: 1}


def test_the_run_of_a_moved_issue_names_it_as_it_is_called_now(desk: IssueDesk) -> None:
    desk.hear("transferred", issue(), moved_to=issue(3, repository=MOBILE, title="There"))
    [decided] = desk.decisions(desk.runs()[0])
    assert (decided.item, decided.title) == ("2#3", "There")


def test_a_copy_of_a_delivery_is_no_run(desk: IssueDesk) -> None:
    for _ in range(3):
        desk.hear("opened", issue(), "the same")
    assert [run.cause for run in desk.runs()] == ["the same"]


def test_an_ignored_issue_has_no_link_afterwards(desk: IssueDesk) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    desk.hear("opened", issue())
    desk.hear("transferred", issue(8), moved_to=issue(3, repository=MOBILE))
    with desk.work.reading() as tx:
        assert [tx.links.at(desk.connection.id, Kind.ISSUE, f"1#{n}") for n in (7, 8)] == [None] * 2
        assert tx.links.at(desk.connection.id, Kind.ISSUE, "2#3") is None
