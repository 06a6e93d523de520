"""One calendar's trouble is its own, a provider's ends the run, and much is not taken away without asking."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from calendar_desk import CalendarDesk, meeting
from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    IntegrationError,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.calendar_rules import CalendarChoice
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.usecases.degrade import degrade
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.pause_connection import PauseConnection, ResumeConnection
from tt_integrations.domain.usecases.sync_issues import Synced


@pytest.fixture
def desk() -> CalendarDesk:
    desk = CalendarDesk()
    choices = (*desk.rules.kept.calendars, CalendarChoice("team", desk.web.id))
    desk.let(calendars=choices)
    desk.wall.put(meeting("a"))
    desk.wall.put(meeting("b"), calendar="team")
    return desk


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (NotConnected("gone"), "failed: calendar is out of sight"),
        (PermissionMissing("calendar.events"), "failed: missing permission: calendar.events"),
        (MalformedPayload("items", "no list"), "failed: items: no list"),
        (CallRejected("badRequest"), "failed: the provider does not take the call: badRequest"),
    ],
)
def test_the_trouble_of_one_calendar_is_one_decision_and_the_others_go_on(
    desk: CalendarDesk, trouble: IntegrationError, sentence: str
) -> None:
    desk.wall.refusals["all of main"] = trouble
    assert desk.told() == [("main", sentence), ("b", "created")]
    assert desk.runs()[0].result is RunResult.DONE
    desk.wall.refusals.clear()
    assert desk.told() == [("a", "created")]


@pytest.mark.parametrize("trouble", [ProviderUnavailable("slow down", 7), ProviderRefused("no")])
def test_what_the_provider_raises_ends_the_run_and_what_was_done_stays(
    desk: CalendarDesk, trouble: IntegrationError
) -> None:
    desk.wall.refusals["all of team"] = trouble
    with pytest.raises(type(trouble)):
        desk.try_sync()
    assert [(run.result, run.trouble) for run in desk.runs()] == [(RunResult.PARTIAL, str(trouble))]
    assert desk.notes() == ["Meeting a [gcal:a]"]
    desk.wall.refusals.clear()
    assert desk.told() == [("b", "created")]


def test_a_run_that_decides_nothing_has_failed(desk: CalendarDesk) -> None:
    desk.wall.fails = [ProviderUnavailable("down")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    assert desk.runs()[0].result is RunResult.FAILED


def test_without_a_token_the_run_says_so(desk: CalendarDesk) -> None:
    desk.token = ""
    with pytest.raises(NotConnected):
        desk.try_sync()
    assert desk.runs()[0].trouble == "no token is stored"


def test_a_page_is_applied_with_its_cursor_or_not_at_all(desk: CalendarDesk) -> None:
    """Another sync of the same connection was faster."""
    act = [desk.try_sync]
    desk.wall.meanwhile = lambda: act.pop()() if act else None
    with pytest.raises(Conflict):
        desk.try_sync()
    assert sorted(desk.notes()) == ["Meeting a [gcal:a]", "Meeting b [gcal:b]"]


def ten(desk: CalendarDesk) -> None:
    """Ten meetings that are entries."""
    desk.wall.put(*(meeting(f"m{n}") for n in range(10)))
    desk.synced()


def test_much_is_not_taken_away_without_asking(desk: CalendarDesk) -> None:
    ten(desk)
    desk.wall.per_page = 20
    for n in range(7):
        desk.wall.delete(f"m{n}")
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert outcome.asks
    assert (outcome.run.result, outcome.run.trouble) == (RunResult.PARTIAL, "confirm 7 deletions")
    assert len(desk.notes()) == 12
    connection = desk.again()
    assert (connection.state, connection.reason) == (
        ConnectionState.DEGRADED,
        "confirm 7 deletions",
    )


def test_few_are_taken_away_and_so_is_a_small_part_of_many(desk: CalendarDesk) -> None:
    ten(desk)
    for n in range(5):
        desk.wall.delete(f"m{n}")
    assert len(desk.told()) == 5
    desk.wall.put(*(meeting(f"n{n}") for n in range(30)))
    desk.synced()
    desk.wall.per_page = 20
    for n in range(7):
        desk.wall.delete(f"n{n}")
    assert len(desk.told()) == 7
    assert desk.again().state is ConnectionState.ACTIVE


def test_removals_of_a_run_count_together_however_small_its_pages_are(desk: CalendarDesk) -> None:
    ten(desk)
    for n in range(9):
        desk.wall.delete(f"m{n}")
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert (outcome.run.trouble, len(desk.notes())) == ("confirm 6 deletions", 9)
    again = desk.try_sync()
    assert isinstance(again, Synced)
    assert (again.asks, len(desk.notes())) == (True, 9)
    assert isinstance(desk.apply(desk.previewed()), Synced)
    assert len(desk.notes()) == 3


def by_pause(desk: CalendarDesk) -> None:
    whose = ConnectionNumbered(desk.owner, desk.connection.id)
    PauseConnection(desk.work)(whose)
    ResumeConnection(desk.work, desk.clock, ())(whose)


def by_other_trouble(desk: CalendarDesk) -> None:
    degrade(desk.work, desk.connection.id, "a permission is missing")


def by_silence(desk: CalendarDesk, pages: int = 0) -> None:
    """The calendar does not answer any more after so many pages."""
    desk.wall.fails = [*[None] * pages, ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()


@pytest.mark.parametrize("forget", [by_pause, by_other_trouble, by_silence])
def test_nothing_makes_it_forget_what_was_taken_away_already(
    desk: CalendarDesk, forget: Callable[[CalendarDesk], None]
) -> None:
    ten(desk)
    for n in range(9):
        desk.wall.delete(f"m{n}")
    desk.try_sync()
    forget(desk)
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert (outcome.asks, len(desk.notes())) == (True, 9)


def test_what_an_unfinished_sync_took_away_counts_although_it_never_asked(
    desk: CalendarDesk,
) -> None:
    ten(desk)
    for n in range(9):
        desk.wall.delete(f"m{n}")
    by_silence(desk, pages=1)
    assert len(desk.notes()) == 9
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert (outcome.run.trouble, len(desk.notes())) == ("confirm 6 deletions", 9)


def test_what_a_sync_took_away_counts_no_more_once_one_came_to_its_end(desk: CalendarDesk) -> None:
    ten(desk)
    for n in range(9):
        desk.wall.delete(f"m{n}")
    desk.try_sync()
    desk.wall.put(*(meeting(f"m{n}") for n in range(9)))
    desk.synced()
    assert desk.again().state is ConnectionState.ACTIVE
    for n in range(5):
        desk.wall.delete(f"m{n}")
    desk.synced()
    assert desk.again().state is ConnectionState.ACTIVE


def test_it_asks_until_a_preview_is_applied(desk: CalendarDesk) -> None:
    ten(desk)
    desk.wall.per_page = 20
    for n in range(7):
        desk.wall.delete(f"m{n}")
    desk.try_sync()
    again = desk.try_sync()
    assert isinstance(again, Synced)
    assert again.asks
    previewed = desk.previewed()
    assert (previewed.plan.removals, previewed.needs_confirmation) == (7, True)
    assert isinstance(desk.apply(previewed), Synced)
    assert len(desk.notes()) == 5
    assert desk.again().state is ConnectionState.ACTIVE
    assert desk.told() == []


def test_a_calendar_that_never_lets_itself_be_read_to_the_end_is_tried_later(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(5)))

    def expire() -> None:
        if desk.wall.calls[-1].startswith("more"):
            desk.wall.expire()

    desk.wall.meanwhile = expire
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    desk.wall.meanwhile = lambda: None
    desk.synced()
    assert len(desk.notes()) == 7


def test_two_who_export_at_once_do_not_pass_each_other_by(desk: CalendarDesk) -> None:
    desk.both_ways()
    desk.let(calendars=())
    desk.write("One")
    act = [desk.try_sync]
    desk.wall.meanwhile = lambda: act.pop()() if act else None
    with pytest.raises(Conflict):
        desk.try_sync()
    assert len(desk.wall.ours()) == 1
    assert desk.synced() == []


def test_what_is_there_again_needs_no_answer(desk: CalendarDesk) -> None:
    ten(desk)
    desk.wall.per_page = 20
    for n in range(7):
        desk.wall.delete(f"m{n}")
    desk.try_sync()
    for n in range(7):
        desk.wall.put(meeting(f"m{n}"))
    desk.synced()
    assert desk.again().state is ConnectionState.ACTIVE
    desk.wall.delete("m0")
    assert desk.told() == [("m0", "removed: cancelled")]
