"""What is laid around the use cases: it counts and times them, and changes nothing of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from attrs import evolve, frozen
from opentelemetry.trace import StatusCode
from watched import Recorder

from courier import Couriers, of_issue
from sync_desk import SyncDesk
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of
from tt_integrations.adapters.watched_http import watched
from tt_integrations.domain.errors import ProviderRefused, ProviderUnavailable, Untrusted
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.domain.model.work import Again, Done, Job, JobId, Result, Sync, TellOwner
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.spoken import Heard
from tt_integrations.domain.usecases.sync_issues import SyncWanted
from tt_integrations.entrypoints.observing.calls import WatchedOAuth
from tt_integrations.entrypoints.observing.reasons import label_of
from tt_integrations.entrypoints.observing.request_ids import REQUEST_ID
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.entrypoints.observing.watch import Watch
from tt_integrations.entrypoints.outside import Outside


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
    carry_out = watch.around["carry_out"](Carrying(result, seen))  # type: ignore[arg-type]
    job = Job(JobId(7), ConnectionId(3), TellOwner("a title"), "k", couriers.loft.clock.now(), 2)
    if isinstance(result, Exception):
        with pytest.raises(ValueError, match="a title"):
            carry_out(job)
    else:
        assert carry_out(job) == result
    assert counted(watch, "job_seconds_count", work="tell_owner", result=label) == 1
    assert (seen, REQUEST_ID.get()) == (["job-7"], b"")
    [span] = recorder.ended("carry out job")
    assert dict(span.attributes or {}).items() >= {"tt.work": "tell_owner", "tt.job": 7}.items()
    assert "a title" not in span.to_json()


@pytest.fixture
def calls(watch: Watch) -> Iterator[Clients]:
    """Calls to a provider that answers with the status in the path."""

    def answer(request: httpx.Request) -> httpx.Response:
        status = int(request.url.path.strip("/"))
        if not status:
            raise httpx.ConnectTimeout("somebody's address", request=request)
        headers = {"retry-after": "17"} if status in (403, 429) else {}
        return httpx.Response(status, headers=headers)

    clients = Clients(httpx.MockTransport(answer))
    mine = watched(clients, "pigeon", watch.calls)
    yield mine
    mine.close()
    clients.close()


@pytest.mark.parametrize(
    ("status", "result", "wait"),
    [(200, "2xx", 0), (404, "4xx", 0), (403, "4xx", 17), (429, "4xx", 17), (503, "5xx", 0)],
)
def test_a_call_is_counted_with_what_it_bids_us_to_wait(
    watch: Watch, recorder: Recorder, calls: Clients, status: int, result: str, wait: float
) -> None:
    calls.here().get(f"https://pigeon.example/{status}?token=s3cret")
    assert counted(watch, "provider_calls_total", provider="pigeon", result=result) == 1
    assert counted(watch, "provider_call_seconds_count", provider="pigeon") == 1
    assert counted(watch, "provider_wait_seconds_total", provider="pigeon") == wait
    [span] = recorder.ended("call provider")
    assert dict(span.attributes or {}) == {
        "tt.provider": "pigeon",
        "http.request.method": "GET",
        "http.response.status_code": status,
    }


def test_a_call_that_nobody_answers_is_counted_by_its_kind_and_raises_as_ever(
    watch: Watch, recorder: Recorder, calls: Clients
) -> None:
    with pytest.raises(ProviderUnavailable, match="ConnectTimeout"):
        answer_of(lambda: calls.here().get("https://pigeon.example/0"), repeatable=True)
    assert counted(watch, "provider_calls_total", provider="pigeon", result="ConnectTimeout") == 1
    [span] = recorder.ended("call provider")
    assert span.status.description == "ConnectTimeout"
    assert "somebody's address" not in span.to_json()


def test_a_call_within_a_job_is_a_part_of_it(
    watch: Watch, recorder: Recorder, calls: Clients, couriers: Couriers
) -> None:
    def carry_out(_job: Job) -> Result:
        calls.here().get("https://pigeon.example/200")
        return Done()

    job = Job(JobId(7), ConnectionId(3), Sync("now"), "k", couriers.loft.clock.now(), 1)
    watch.around["carry_out"](carry_out)(job)  # type: ignore[arg-type]
    [call], [outer] = recorder.ended("call provider"), recorder.ended("carry out job")
    assert call.parent is not None
    assert call.parent.span_id == outer.context.span_id


@frozen
class Tokens:
    """An OAuth that gives this, or raises it."""

    given: Grant | Exception

    def consent_address(self, ask: ConsentAsk) -> str:
        return f"https://pigeon.example/?state={ask.state}"

    def exchange(self, given: ConsentGiven) -> Granted:
        return Granted(Grant(given.code), {})

    def refresh(self, _grant: Grant) -> Grant:
        if isinstance(self.given, Exception):
            raise self.given
        return self.given

    def revoke(self, grant: Grant) -> None:
        raise ProviderUnavailable(f"revoked {grant.access_token}")


@pytest.mark.parametrize(
    ("given", "result"),
    [
        (Grant("new"), "refreshed"),
        (ProviderRefused("it is gone"), "provider_refused"),
        (ProviderUnavailable("away"), "provider_unavailable"),
        (ValueError("a mistake of ours"), "internal_error"),
    ],
)
def test_refreshes_are_counted_by_what_became_of_them(
    watch: Watch, given: Grant | Exception, result: str
) -> None:
    named = evolve(watch, names={"key": "pigeon"})
    outside = named.outside(Outside(oauths={"key": Tokens(given)}))
    oauth = outside.oauths["key"]
    if isinstance(given, Exception):
        with pytest.raises(type(given)):
            oauth.refresh(Grant("old"))
    else:
        assert oauth.refresh(Grant("old")) == given
    assert counted(named, "grant_refreshes_total", provider="pigeon", result=result) == 1


def test_all_else_of_an_oauth_is_the_inner_ones(watch: Watch) -> None:
    oauth = WatchedOAuth(Tokens(Grant("any")), "pigeon", watch.meters)
    assert oauth.consent_address(ConsentAsk("s", "c", "r")).endswith("state=s")
    assert oauth.exchange(ConsentGiven("c", "v", "r")).grant == Grant("c")
    with pytest.raises(ProviderUnavailable, match="revoked t"):
        oauth.revoke(Grant("t"))
