"""The whole way from GitHub to the tasks: however deliveries are shuffled, copied and lost, one sync ends it well.

The fake writes the deliveries, the service's own use cases receive them, and the sync reads the fake by its REST API.
"""

from __future__ import annotations

from datetime import timedelta

from github_history import ACTS, Here, There, disturbed, in_order, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.runs import RunResult

SOME = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@SOME
@given(st.data())
def test_all_deliveries_in_any_order_and_some_twice_end_as_in_order_without_a_sync(
    data: DataObject,
) -> None:
    there = There()
    here = Here(there)
    for what in data.draw(st.lists(st.sampled_from(ACTS), min_size=2, max_size=12)):
        there.act(data, what)
    copies = data.draw(st.lists(st.sampled_from(there.sent), max_size=4)) if there.sent else []
    here.hear(data.draw(st.permutations([*there.sent, *copies])))
    assert written(here) == in_order(there)
    assert all(card.closed for card in here.others())


@SOME
@given(st.data())
def test_any_disturbed_history_ends_after_one_sync_as_the_history_in_order(
    data: DataObject,
) -> None:
    there = There()
    here = Here(there)
    told = 0
    for what in data.draw(st.lists(st.sampled_from((*ACTS, "hear", "sync")), max_size=20)):
        if what == "hear":
            here.hear(disturbed(data, there.sent[told:]))
            told = len(there.sent)
        elif what == "sync":
            here.sync()
        else:
            there.act(data, what)
    here.hear(disturbed(data, there.sent[told:]))
    there.fake.clock.advance(timedelta(days=1).total_seconds())  # a day's reconciliation is due
    assert here.sync().run.result is RunResult.DONE
    assert written(here) == in_order(there)
    assert all(card.closed for card in here.others())


@SOME
@given(st.data())
def test_a_sync_after_the_last_one_changes_nothing(data: DataObject) -> None:
    there = There()
    here = Here(there)
    for what in data.draw(st.lists(st.sampled_from(ACTS), min_size=1, max_size=12)):
        there.act(data, what)
    here.hear(disturbed(data, there.sent))
    here.sync()
    before = written(here), here.others()
    run = here.sync().run
    assert (written(here), here.others()) == before
    assert {action.value for action in run.counts} <= {"unchanged", "ignored"}


@SOME
@given(st.data())
def test_a_history_whose_syncs_fail_ends_as_the_history_in_order(data: DataObject) -> None:
    there = There()
    here = Here(there)
    down = there.fake.fault_kinds["service_unavailable"]
    for what in data.draw(st.lists(st.sampled_from((*ACTS, "sync")), max_size=15)):
        if what == "sync":
            there.fake.fail_next(data.draw(st.sampled_from(["issues/list-for-repo", "*"])), down())
            try:
                here.sync()
            except ProviderUnavailable:
                there.fake.faults.recover()
        else:
            there.act(data, what)
    there.fake.faults.recover()
    there.fake.clock.advance(timedelta(days=1).total_seconds())
    here.sync()
    assert written(here) == in_order(there)
