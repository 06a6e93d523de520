"""What is laid around the use cases: it counts and times them, and changes nothing of what they do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve, frozen
from opentelemetry.trace import StatusCode
from watched import Recorder

from courier import Couriers, of_issue
from sync_desk import SyncDesk
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Again, Done, Job, JobId, Result, TellOwner
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.spoken import Heard
from tt_integrations.domain.usecases.sync_issues import SyncWanted
from tt_integrations.entrypoints.observing.reasons import label_of
from tt_integrations.entrypoints.observing.request_ids import REQUEST_ID
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.entrypoints.observing.watch import Watch
from tt_integrations.ports.unit_of_work import UnitOfWork


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def couriers() -> Couriers:
    return Couriers()


@pytest.fixture
def watch(recorder: Recorder, couriers: Couriers) -> Watch:
    """Of a provider that is nobody's brand."""
    return Watch(
        spans=recorder.spans(), names={couriers.connection.provider: "pigeon", "desk": "desk"}
    )


def counted(watch: Watch, name: str, **labels: str) -> float:
    return watch.meters.registry.get_sample_value(f"tt_{name}", labels) or 0.0


def test_news_are_counted_with_what_was_decided_and_how_late_they_were(
    couriers: Couriers, watch: Watch
) -> None:
    hear = watch.around["hear"](couriers.hear)
    receive = watch.around["receive"](evolve(couriers.receive, hear=hear))
    couriers.loft.clock.advance(90)
    assert isinstance(receive(of_issue("opened")), Heard)
    assert receive(of_issue("opened")) == HandledBefore()
    assert counted(watch, "decisions_total", provider="pigeon", action="created", reason="") == 1
    assert counted(watch, "lag_seconds_count", provider="pigeon") == 1
    late = couriers.loft.clock.now() - Couriers().loft.clock.now()
    assert counted(watch, "lag_seconds_sum", provider="pigeon") >= late.total_seconds()
    results = {
        r: counted(watch, "deliveries_total", provider="pigeon", result=r)
        for r in ("heard", "handled_before")
    }
    assert results == {"heard": 1, "handled_before": 1}


def test_kept_news_are_counted_when_they_are_carried_out_at_last(
    couriers: Couriers, watch: Watch
) -> None:
    hear = watch.around["hear"](couriers.hear)
    news = couriers.receive.dialects[couriers.connection.provider].read(of_issue("opened"))
    hear.act(couriers.connection, news, couriers.loft.clock.now())
    assert counted(watch, "decisions_total", provider="pigeon", action="created", reason="") == 1


def test_a_delivery_is_a_span_with_the_kind_of_its_result(
    couriers: Couriers, watch: Watch, recorder: Recorder
) -> None:
    receive = watch.around["receive"](couriers.receive)
    receive(of_issue("opened"))
    with pytest.raises(Untrusted):
        receive(evolve(of_issue("closed"), headers={"neck": "wrong"}))
    good, bad = recorder.ended("receive delivery")
    assert dict(good.attributes or {}) == {"tt.provider": "pigeon", "tt.result": "heard"}
    assert (bad.status.status_code, bad.status.description) == (StatusCode.ERROR, "Untrusted")
    assert not bad.events
    assert counted(watch, "deliveries_total", provider="pigeon", result="untrusted") == 1


def test_where_nothing_records_the_use_case_is_just_counted(
    couriers: Couriers, watch: Watch, recorder: Recorder
) -> None:
    bare = evolve(watch, spans=Spans(None))
    assert isinstance(bare.around["receive"](couriers.receive)(of_issue("opened")), Heard)
    assert counted(bare, "deliveries_total", provider="pigeon", result="heard") == 1
    assert recorder.ended() == []


def test_without_an_sdk_nothing_records() -> None:
    assert Spans().tracer is None


def test_what_a_sync_decides_is_counted_once_it_is_stored(watch: Watch) -> None:
    desk = SyncDesk()
    for title in ("One", "Two"):
        desk.tracker.open(desk.home, title)
    named = evolve(watch, names={desk.connection.provider: "desk"})
    sync = named.around["sync_issues"](desk.sync)
    sync(SyncWanted(desk.connection.id, "asked for"))
    assert counted(named, "decisions_total", provider="desk", action="created", reason="") == 2
    assert len(desk.tasks()) == 2


@pytest.mark.parametrize(
    ("reason", "label"),
    [
        ("", ""),
        ("label filter", "label filter"),
        ("locked: invoiced", "locked"),
        ("somebody's own words", "other"),
        ("a title: label filter", "other"),
    ],
)
def test_only_reasons_of_ours_become_labels(reason: str, label: str) -> None:
    assert label_of(reason) == label


@frozen
class Carrying:
    """In place of the use case; a result that is an error is raised."""

    result: Result | Exception
    seen: list[str]
    unit_of_work: UnitOfWork

    def __call__(self, _job: Job) -> Result:
        self.seen.append(REQUEST_ID.get().decode())
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@pytest.mark.parametrize(
    ("result", "label"),
    [
        (Done(), "done"),
        (Again(timedelta(1), "a title"), "again"),
        (ValueError("a title"), "failed"),
    ],
)
def test_a_job_is_timed_and_a_span_and_its_lines_carry_its_number(
    watch: Watch, recorder: Recorder, couriers: Couriers, result: Result | Exception, label: str
) -> None:
    seen: list[str] = []
    inner = Carrying(result, seen, couriers.loft.store.unit_of_work)
    watch = evolve(watch, clock=couriers.loft.clock)
    carry_out = watch.around["carry_out"](inner)  # type: ignore[arg-type]
    due, owned = couriers.loft.clock.now(), couriers.connection.id
    job = Job(JobId(7), owned, TellOwner("a title"), "k", due, 2)
    couriers.loft.clock.advance(90)
    if isinstance(result, Exception):
        with pytest.raises(ValueError, match="a title"):
            carry_out(job)
    else:
        assert carry_out(job) == result
    assert counted(watch, "job_seconds_count", work="tell_owner", result=label) == 1
    late = 90 if result == Done() else 0  # what is not done yet is not late yet
    assert counted(watch, "lag_seconds_sum", provider="pigeon") == late
    assert (seen, REQUEST_ID.get()) == (["job-7"], b"")
    [span] = recorder.ended("carry out job")
    assert dict(span.attributes or {}).items() >= {"tt.work": "tell_owner", "tt.job": 7}.items()
    assert "a title" not in span.to_json()


def test_the_job_of_a_connection_that_is_gone_is_done_and_nobodys_lag(
    watch: Watch, couriers: Couriers
) -> None:
    inner = Carrying(Done(), [], couriers.loft.store.unit_of_work)
    job = Job(JobId(7), ConnectionId(99), TellOwner("it"), "k", couriers.loft.clock.now(), 1)
    assert watch.around["carry_out"](inner)(job) == Done()  # type: ignore[arg-type]
    assert counted(watch, "lag_seconds_count", provider="") == 0
