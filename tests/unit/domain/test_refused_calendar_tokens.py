"""A sync, a preview and what is taken back go on with a fresh token where the one they had is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from attrs import define, field

from calendar_desk import PROVIDER, CalendarDesk, meeting
from keeper import Keeper
from loft import VAULT
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job, JobId, Result, Sync
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.carry_out_sync import FIRST_PAUSE, CarryOutSync
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.refresh_grant import RefreshGrant
from tt_integrations.domain.usecases.retry_refused import SOON
from tt_integrations.domain.usecases.sync_issues import Synced, SyncWanted
from tt_integrations.domain.usecases.synchronize import Synchronize
from tt_integrations.domain.usecases.undo_run import Undone

DEAD = "the token is dead"


@define
class Granted:
    """A desk whose connection has a grant; its access tokens are `access 1` and so on."""

    desk: CalendarDesk = field(factory=CalendarDesk)
    keeper: Keeper = field(init=False)

    def __attrs_post_init__(self) -> None:
        work, clock = self.desk.work, self.desk.clock
        self.keeper = Keeper(clock)
        refresh = RefreshGrant(work, VAULT, clock, {PROVIDER: self.keeper}, self.end_grant)
        self.desk.granted = AccessToProvider(work, VAULT, refresh, {})
        self.connect(self.keeper.new())

    @property
    def end_grant(self) -> EndGrant:
        return EndGrant(self.desk.work, self.desk.clock)

    @property
    def sync(self) -> Synchronize:
        issues: Any = None  # the provider keeps calendars
        return Synchronize(issues, self.desk.sync, self.desk.settle)

    @property
    def state(self) -> ConnectionState:
        return self.desk.again().state

    def connect(self, grant: Grant) -> None:
        with self.desk.work() as tx:
            keep_grant(tx, VAULT, self.desk.connection.id, grant)
            tx.commit()

    def die(self, *numbers: int) -> None:
        self.desk.wall.dead |= {f"access {number}" for number in numbers}

    def meanwhile(self, act: Callable[[], object]) -> None:
        """Once, while the next call is answered."""

        def once() -> None:
            self.desk.wall.meanwhile = lambda: None
            act()

        self.desk.wall.meanwhile = once

    def carried_out(self) -> Result:
        desk = self.desk
        job = Job(JobId(1), desk.connection.id, Sync("schedule"), "k", desk.clock.now(), 1)
        return CarryOutSync([], self.sync, desk.settle)(job)

    def results(self) -> list[RunResult]:
        return [run.result for run in self.desk.runs()]


@pytest.fixture
def it() -> Granted:
    made = Granted()
    made.desk.wall.put(*(meeting(f"m{n}") for n in range(5)))
    return made


def test_a_token_that_dies_early_costs_a_sync_nothing_but_another_run(it: Granted) -> None:
    it.die(1)
    assert it.carried_out() == Done()
    assert it.results() == [RunResult.FAILED, RunResult.DONE]
    assert len(it.desk.notes()) == 5
    assert (it.state, it.keeper.spent) == (ConnectionState.ACTIVE, ["refresh 1"])


def test_a_token_that_dies_between_two_pages_is_refreshed_and_nothing_comes_twice(
    it: Granted,
) -> None:
    it.meanwhile(lambda: it.meanwhile(lambda: it.die(1)))
    assert it.carried_out() == Done()
    assert it.desk.calls() == ["all of main", "more of main", "more of main"]
    assert len(it.desk.notes()) == 5


def test_a_token_that_dies_late_in_a_sync_has_the_job_come_again_before_its_lease_ends(
    it: Granted,
) -> None:
    def dies_late() -> None:
        it.desk.clock.advance(SOON.total_seconds() + 1)
        it.die(1)

    it.meanwhile(lambda: it.meanwhile(dies_late))
    assert it.carried_out() == Again(timedelta(seconds=1), "the token had to be replaced")
    assert it.state is ConnectionState.ACTIVE
    assert it.carried_out() == Done()
    assert len(it.desk.notes()) == 5
    assert it.keeper.spent == ["refresh 1"]


def test_an_owner_who_connects_anew_during_a_sync_loses_nothing(it: Granted) -> None:
    it.die(*range(9))
    it.meanwhile(lambda: it.connect(Grant("by a new consent")))
    assert it.carried_out() == Done()
    assert len(it.desk.notes()) == 5
    assert it.state is ConnectionState.ACTIVE


def test_a_sync_whose_second_token_was_replaced_as_well_comes_again(it: Granted) -> None:
    numbers = iter(range(100, 109))
    it.die(1, 100)
    it.desk.wall.meanwhile = lambda: it.connect(Grant(f"access {next(numbers)}"))
    assert it.carried_out() == Again(FIRST_PAUSE, DEAD)
    assert it.state is ConnectionState.ACTIVE


def test_a_provider_that_takes_no_token_at_all_ends_the_connection_after_one_refresh(
    it: Granted,
) -> None:
    it.die(*range(9))
    assert it.carried_out() == GivenUp(DEAD)
    assert it.keeper.spent == ["refresh 1"]
    assert it.state is ConnectionState.NEEDS_RECONNECT
    assert it.carried_out() == Done()
    assert len(it.desk.calls()) == 2


def test_a_sync_that_somebody_waits_for_goes_on_with_a_fresh_token(it: Granted) -> None:
    it.die(1)
    assert isinstance(it.sync(SyncWanted(it.desk.connection.id, "asked for")), Synced)
    assert len(it.desk.notes()) == 5


def test_a_sync_that_somebody_waits_for_ends_the_connection_where_no_token_is_taken(
    it: Granted,
) -> None:
    it.die(*range(9))
    with pytest.raises(ProviderRefused):
        it.sync(SyncWanted(it.desk.connection.id, "asked for"))
    assert it.keeper.spent == ["refresh 1"]
    assert it.state is ConnectionState.NEEDS_RECONNECT


def test_a_preview_is_made_with_a_fresh_token(it: Granted) -> None:
    it.die(1)
    assert len(it.desk.previewed().plan.steps) == 5


def test_a_preview_whose_token_dies_before_it_is_applied_is_applied_with_a_fresh_one(
    it: Granted,
) -> None:
    it.desk.let(direction=Direction.EXPORT)
    it.desk.write("One")
    previewed = it.desk.previewed()
    it.die(1)
    assert isinstance(it.desk.apply(previewed), Synced)
    assert it.results() == [RunResult.DONE]
    assert len(it.desk.wall.ours()) == 1


@pytest.mark.parametrize("calls", [0, 1])
def test_a_run_is_taken_back_with_a_fresh_token_whenever_the_other_one_dies(
    it: Granted, calls: int
) -> None:
    it.desk.let(direction=Direction.EXPORT)
    it.desk.write("One")
    it.desk.synced()
    [run] = it.desk.runs()
    if calls:
        it.meanwhile(lambda: it.meanwhile(lambda: it.die(1)))
    else:
        it.die(1)
    assert isinstance(it.desk.undo(run.id), Undone)
    assert it.desk.wall.ours() == []
