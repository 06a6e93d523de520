"""Being assigned starts the clock, for whoever showed that the login is theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from issue_desk import IssueDesk, clocking_desk, closed, issue
from quick_people import QuickPeople
from strict_host import StrictHost
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import Task, Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import Created, IgnoredIssue, Reason, Unchanged
from tt_integrations.domain.usecases.issue_sentences import (
    decided_on,
    decided_on_timer,
    is_on_timer,
)
from tt_integrations.domain.usecases.receive_issue import IssueHandled
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    AgainstRules,
    AlreadyBusy,
    LeftAlone,
    NobodyProved,
    NotAllowed,
    Off,
    TimerBegun,
    TimerEnded,
    TooLate,
)

ASSIGNED = issue(at=1, assignees=("Ada-L",))
HOUR = timedelta(hours=1)


@pytest.fixture
def desk() -> IssueDesk:
    """Ada showed that she is ada-l."""
    return clocking_desk()


@pytest.fixture
def begun(desk: IssueDesk) -> Timer:
    """The timer of Ada on issue 7, begun an hour ago."""
    decision = desk.clocked("assigned", ASSIGNED)
    assert isinstance(decision, TimerBegun)
    desk.clock.advance(HOUR)
    desk.announced.events.clear()
    return decision.timer


def test_who_is_assigned_works_on_the_issues_task(desk: IssueDesk) -> None:
    handled = desk.hear("assigned", ASSIGNED, login="ADA-l")
    assert isinstance(handled, IssueHandled)
    assert isinstance(handled.decision, Created)
    assert isinstance(handled.timer, TimerBegun)
    timer, task = handled.timer.timer, handled.decision.task
    assert desk.running(desk.owner) == timer
    assert (timer.project, timer.task) == (desk.web, Task(task.id, task.name))
    assert timer.started == desk.clock.now()
    assert timer.note == "Acme/Web#7: Paint the door"
    assert desk.announced.events == [TimerStarted(timer)]


def test_opened_and_assigned_of_one_second_start_one_timer(desk: IssueDesk) -> None:
    desk.hear("opened", ASSIGNED)
    handled = desk.hear("assigned", ASSIGNED, login="ada-l")
    assert isinstance(handled, IssueHandled)
    assert handled.decision == Unchanged(desk.task())
    assert isinstance(handled.timer, TimerBegun)


def test_a_long_title_is_cut_and_what_no_database_takes_left_out(desk: IssueDesk) -> None:
    decision = desk.clocked("assigned", evolve(ASSIGNED, title="\0\ud800" + "t" * 300))
    assert isinstance(decision, TimerBegun)
    assert decision.timer.note == "Acme/Web#7: " + "t" * 158


def test_a_copy_of_the_delivery_starts_nothing(desk: IssueDesk) -> None:
    assert isinstance(desk.clocked("assigned", ASSIGNED, delivery="once"), TimerBegun)
    assert desk.hear("assigned", ASSIGNED, "once", login="ada-l") == HandledBefore()


def test_a_running_timer_is_left_alone(desk: IssueDesk) -> None:
    running = desk.start(desk.owner, desk.mobile)
    assert desk.clocked("assigned", ASSIGNED) == AlreadyBusy(running)
    assert desk.running(desk.owner) == running
    assert desk.announced.events == []


@pytest.mark.parametrize(("seconds", "starts"), [(0, True), (1, False), (3 * 24 * 3600, False)])
def test_an_assignment_told_more_than_a_quarter_of_an_hour_late_starts_nothing(
    desk: IssueDesk, seconds: int, *, starts: bool
) -> None:
    desk.clock.turn_to(ASSIGNED.updated + timedelta(minutes=15, seconds=seconds))
    handled = desk.hear("assigned", ASSIGNED, login="ada-l")
    assert isinstance(handled, IssueHandled)
    assert isinstance(handled.decision, Created)
    assert (handled.timer != TooLate()) == starts
    assert (desk.running(desk.owner) is not None) == starts


def test_a_run_says_of_each_timer_what_became_of_it_and_so_of_no_task(desk: IssueDesk) -> None:
    timer = desk.start(desk.owner, desk.web)
    entry = timer.stopped(desk.clock.now(), Rounding())
    told = [
        decided_on_timer(ASSIGNED, decision)
        for decision in (
            TimerBegun(timer),
            TimerEnded(entry),
            NobodyProved("ben"),
            AlreadyBusy(timer),
            NotAllowed("ben"),
            AgainstRules(),
            LeftAlone(),
            TooLate(),
        )
    ]
    reasons = [decided.reason for decided in told if decided and is_on_timer(decided)]
    assert reasons == [
        "timer started",
        "timer stopped",
        "no timer: nobody showed that the login is theirs",
        "no timer: another one is running",
        "no timer: the person may not use the project",
        "no timer: the time tracker does not allow it",
        "no timer: nothing to start or stop",
        "no timer: told too late",
    ]
    assert decided_on_timer(ASSIGNED, Off()) is None
    assert not is_on_timer(decided_on(ASSIGNED, IgnoredIssue(Reason.OLDER)))


def test_who_is_unassigned_stops_however_late_that_is_told(desk: IssueDesk, begun: Timer) -> None:
    desk.clock.advance(HOUR)
    decision = desk.clocked("unassigned", issue(at=2))
    assert decision == TimerEnded(begun.stopped(desk.clock.now(), Rounding()))


def test_a_timer_that_the_host_forbids_does_not_keep_the_task_from_being_up_to_date(
    desk: IssueDesk,
) -> None:
    strict = StrictHost(desk.work, "start")
    assert desk.clocked("assigned", ASSIGNED, work=strict) == AgainstRules()
    assert desk.running(desk.owner) is None
    assert desk.task().name == ASSIGNED.title


def test_a_timer_that_the_host_keeps_going_runs_on(desk: IssueDesk, begun: Timer) -> None:
    strict = StrictHost(desk.work, "stop")
    assert desk.clocked("unassigned", issue(at=2), work=strict) == AgainstRules()
    assert desk.running(desk.owner) == begun


@pytest.mark.parametrize("active", [True, False])
def test_who_is_deactivated_or_may_not_use_the_project_starts_nothing(
    desk: IssueDesk, *, active: bool
) -> None:
    ben = desk.ground.add_person("Ben", active=active, sees_all=not active)
    desk.connect(ben, "ben")
    news = evolve(ASSIGNED, assignees=("ben",))
    assert desk.clocked("assigned", news, "ben") == NotAllowed("ben")
    assert desk.running(ben) is None


@pytest.mark.parametrize(
    ("action", "login", "rules"),
    [
        ("assigned", "Ada-L", {"starts_timer": False}),
        ("unassigned", "Ada-L", {"stops_timer": False}),
        ("labeled", "Ada-L", {}),
        ("assigned", None, {}),
    ],
)
def test_without_an_assignment_or_the_setting_nothing_is_done(
    desk: IssueDesk, action: str, login: str | None, rules: dict[str, bool]
) -> None:
    desk.rules = evolve(desk.rules, **rules)
    handled = desk.hear(action, ASSIGNED, login=login)
    assert isinstance(handled, IssueHandled)
    assert handled.timer == Off()
    assert desk.running(desk.owner) is None


def test_who_is_unassigned_stops(desk: IssueDesk, begun: Timer) -> None:
    decision = desk.clocked("unassigned", issue(at=2))
    entry = begun.stopped(desk.clock.now(), Rounding())
    assert decision == TimerEnded(entry)
    assert desk.running(desk.owner) is None
    assert desk.announced.events == [TimerStopped(entry)]


def test_who_is_unassigned_stops_even_if_the_issue_was_closed_first(
    desk: IssueDesk, begun: Timer
) -> None:
    desk.hear("closed", closed(2, assignees=("Ada-L",)))
    assert isinstance(
        desk.clocked("unassigned", evolve(closed(2), updated=issue(at=3).updated)), TimerEnded
    )
    assert begun.task


@pytest.mark.parametrize("at_work", [True, False])
def test_a_timer_on_something_else_runs_on_when_one_is_unassigned(
    desk: IssueDesk, *, at_work: bool
) -> None:
    desk.hear("opened", issue())
    running = desk.start(desk.owner, desk.web) if at_work else None
    assert desk.clocked("unassigned", issue(at=2)) == LeftAlone()
    assert desk.running(desk.owner) == running


def test_a_timer_on_another_issues_task_runs_on_when_one_is_unassigned(
    desk: IssueDesk, begun: Timer
) -> None:
    desk.hear("opened", issue(8))
    assert desk.clocked("unassigned", issue(8, 2)) == LeftAlone()
    assert desk.running(desk.owner) == begun


def test_an_assignment_that_was_undone_since_starts_nothing(desk: IssueDesk) -> None:
    desk.hear("unassigned", issue(at=2))
    handled = desk.hear("assigned", ASSIGNED, login="ada-l")
    assert handled == IssueHandled(IgnoredIssue(Reason.OLDER), LeftAlone())
    assert desk.running(desk.owner) is None


def test_an_assignment_told_late_that_still_holds_starts_the_timer_for_good(
    desk: IssueDesk,
) -> None:
    desk.hear("labeled", evolve(ASSIGNED, updated=issue(at=5).updated, labels=("bug",)))
    handled = desk.hear("assigned", ASSIGNED, "once", login="ada-l")
    assert isinstance(handled, IssueHandled)
    assert handled.decision == IgnoredIssue(Reason.OLDER)
    assert isinstance(handled.timer, TimerBegun)
    assert desk.running(desk.owner) == handled.timer.timer
    assert desk.hear("assigned", ASSIGNED, "once", login="ada-l") == HandledBefore()


def test_an_unassignment_that_was_undone_since_stops_nothing(desk: IssueDesk, begun: Timer) -> None:
    desk.hear("assigned", evolve(ASSIGNED, updated=issue(at=5).updated), login="ada-l")
    assert desk.clocked("unassigned", issue(at=2)) == LeftAlone()
    assert desk.running(desk.owner) == begun


def test_no_timer_starts_on_a_task_that_is_closed_deleted_or_was_never_made(
    desk: IssueDesk,
) -> None:
    shut = closed(2, assignees=("Ada-L",))
    assert desk.clocked("assigned", shut) == LeftAlone()
    gone = issue(8, assignees=("Ada-L",))
    desk.hear("deleted", gone)
    assert desk.clocked("assigned", gone) == LeftAlone()
    desk.hear("opened", issue(10))
    with desk.ground.unit_of_work() as tx:  # somebody deletes it
        tx.tables.tasks.popitem()  # type: ignore[attr-defined]  # in memory
        tx.commit()
    assert desk.clocked("assigned", issue(10, 1, assignees=("Ada-L",))) == LeftAlone()
    desk.rules = evolve(desk.rules, projects={})
    assert desk.clocked("assigned", issue(9, assignees=("Ada-L",))) == LeftAlone()
    assert desk.running(desk.owner) is None


def test_a_timer_that_somebody_starts_or_stops_at_the_same_moment_is_theirs(
    desk: IssueDesk, begun: Timer
) -> None:
    stops, starts = QuickPeople(desk.work), QuickPeople(desk.work, unseen=True)
    assert desk.clocked("unassigned", issue(at=2), work=stops) == LeftAlone()
    assert desk.running(desk.owner) == begun
    again = evolve(ASSIGNED, updated=issue(at=60).updated)
    assert desk.clocked("assigned", again, work=starts) == AlreadyBusy(begun)
    assert desk.announced.events == []
