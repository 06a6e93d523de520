"""Many copies of the news of an issue at once leave one task, on every store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest
from attrs import evolve

from issue_desk import MOBILE, WEB, IssueDesk, issue
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.timesheet import Task
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    IgnoredIssue,
    MarkedDeleted,
    Moved,
    Unchanged,
    Updated,
)
from tt_integrations.domain.usecases.receive_issue import IssueHandled
from tt_integrations.domain.usecases.start_timer_on_assignment import AlreadyBusy, TimerBegun
from tt_integrations.testing.contracts import Ground

COPIES = 20
LONG = 30.0
ROUNDS = range(5)


@pytest.fixture
def desk(own_ground: Ground) -> IssueDesk:
    desk = IssueDesk(own_ground)
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    return desk


def test_of_twenty_copies_of_one_delivery_one_makes_the_task(desk: IssueDesk) -> None:
    outcomes = _at_once([lambda: desk.hear("opened", issue(), "the same")] * COPIES)
    assert _kinds(outcomes) == {Created: 1, HandledBefore: COPIES - 1}
    assert len(_open(desk)) == 1
    [run] = desk.runs()
    assert [decided.sentence for decided in desk.decisions(run)] == ["created"]
    assert _is_claimed(desk, "the same")


def test_of_twenty_copies_of_one_delivery_one_is_ignored_and_leaves_no_link(
    desk: IssueDesk,
) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    outcomes = _at_once([lambda: desk.hear("opened", issue(), "the same")] * COPIES)
    assert _kinds(outcomes) == {IgnoredIssue: 1, HandledBefore: COPIES - 1}
    [run] = desk.runs()
    assert [each.sentence for each in desk.decisions(run)] == ["ignored: label filter"]
    assert _is_claimed(desk, "the same")
    with desk.work.reading() as tx:
        assert tx.links.at(desk.connection.id, Kind.ISSUE, "1#7") is None


def test_twenty_deliveries_of_an_issue_that_becomes_a_task_meanwhile_make_one(
    desk: IssueDesk,
) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    told = [issue(at=at, labels=("track",) if at % 2 else ()) for at in range(COPIES)]
    _at_once([lambda each=each: desk.hear("edited", each) for each in told])
    assert len(_open(desk)) == 1
    assert len(desk.runs()) == COPIES


def test_twenty_deliveries_of_one_issue_make_one_task(desk: IssueDesk) -> None:
    outcomes = _at_once(
        [lambda n=n: desk.hear("opened", issue(), f"delivery {n}") for n in range(COPIES)]
    )
    assert _kinds(outcomes) == {Created: 1, Unchanged: COPIES - 1}
    assert len(_open(desk)) == 1
    assert len(desk.runs()) == COPIES


@pytest.mark.parametrize("number", ROUNDS)
def test_whatever_comes_at_once_the_newest_stands(desk: IssueDesk, number: int) -> None:
    news = [issue(number, at, title=f"at {at}") for at in range(COPIES)]
    _at_once([lambda each=each: desk.hear("edited", each) for each in news])
    [task] = _open(desk)
    assert task.name == f"at {COPIES - 1}"
    decision = desk.decide("edited", news[-1])
    assert isinstance(decision, Unchanged)


def test_twenty_connections_to_one_repository_make_one_task(desk: IssueDesk) -> None:
    connections = [desk.connect(desk.owner) for _ in range(COPIES)]

    def hear(connection: Connection) -> object:
        return desk.hear("opened", issue(), connection=connection)

    outcomes = _at_once([lambda each=each: hear(each) for each in connections])
    assert _kinds(outcomes) == {Created: 1, Unchanged: COPIES - 1}
    assert len(_open(desk)) == 1


@pytest.mark.parametrize("number", ROUNDS)
@pytest.mark.parametrize("known", [True, False])
def test_both_repositories_may_tell_of_a_move_at_once(
    desk: IssueDesk, number: int, *, known: bool
) -> None:
    old, new = issue(number, 5), issue(30 - number, 5, MOBILE)
    if known:
        desk.hear("opened", issue(number))
    tells = [
        lambda: desk.hear("transferred", old, moved_to=new),
        lambda: desk.hear("opened", new, moved_from=old),
    ]
    assert _kinds(_at_once(tells * 4)) == {Moved if known else Created: 1, Unchanged: 7}
    assert len(_open(desk)) == 1


def test_a_deletion_races_all_other_news_and_lasts(desk: IssueDesk) -> None:
    told = [("deleted", issue(at=COPIES)), *(("edited", issue(at=at)) for at in range(8))]
    outcomes = _at_once([lambda n=n, i=i: desk.hear(n, i) for n, i in told])
    assert set(_kinds(outcomes)) <= {MarkedDeleted, Created, Updated, Unchanged, IgnoredIssue}
    assert _open(desk) == []


def test_of_twenty_assignments_one_starts_a_timer(desk: IssueDesk) -> None:
    desk.connect(desk.owner, "ada")
    desk.rules = evolve(desk.rules, starts_timer=True)
    news = issue(assignees=("Ada",))
    outcomes = _at_once([lambda: desk.hear("assigned", news, login="Ada")] * COPIES)
    timers = Counter(type(each.timer) for each in outcomes if isinstance(each, IssueHandled))
    assert timers == {TimerBegun: 1, AlreadyBusy: COPIES - 1}
    running = desk.running(desk.owner)
    assert running is not None
    assert running.task == _open(desk)[0]


def test_who_reserves_a_link_waits_for_who_did_before(own_ground: Ground, desk: IssueDesk) -> None:
    numbers, connection = count(1), desk.connection.id

    def put(remote: str) -> None:
        with own_ground.unit_of_work() as tx:
            link = tx.links.reserve(connection, Kind.ISSUE, remote)
            seen = link.base["seen"] if link else 0
            base = {"seen": int(str(seen)) + 1}
            tx.links.put(Link(connection, Kind.ISSUE, remote, next(numbers), base))
            tx.commit()

    _at_once([lambda: put("1#7")] * COPIES)
    with own_ground.unit_of_work.reading() as tx:
        link = tx.links.at(connection, Kind.ISSUE, "1#7")
    assert link is not None
    assert link.base == {"seen": COPIES}


def _at_once(calls: Sequence[Callable[[], object]]) -> list[object]:
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait(LONG)
        return call()

    with ThreadPoolExecutor(len(calls)) as racers:
        return list(racers.map(run, calls))


def _kinds(outcomes: list[object]) -> Counter[type]:
    return Counter(
        type(each.decision) if isinstance(each, IssueHandled) else type(each) for each in outcomes
    )


def _is_claimed(desk: IssueDesk, delivery: str) -> bool:
    origin = Origin(desk.connection.id, DeliveryId(delivery), desk.clock.now())
    with desk.work() as tx:
        return not tx.inbox.claim(origin)


def _open(desk: IssueDesk) -> list[Task]:
    with desk.work.reading() as tx:
        return list(tx.tasks.open_in(desk.web.id))
