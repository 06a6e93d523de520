"""Calls to providers and refreshed grants, counted: how they end, never what is in them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from attrs import evolve, frozen
from watched import Recorder

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of
from tt_integrations.adapters.watched_http import watched
from tt_integrations.domain.errors import ProviderRefused, ProviderUnavailable
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.domain.model.work import Done, Job, JobId, Result, Sync
from tt_integrations.entrypoints.observing.calls import WatchedOAuth
from tt_integrations.entrypoints.observing.watch import Watch
from tt_integrations.entrypoints.outside import Outside
from tt_integrations.ports.unit_of_work import UnitOfWork
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def watch(recorder: Recorder) -> Watch:
    return Watch(spans=recorder.spans())


def counted(watch: Watch, name: str, **labels: str) -> float:
    return watch.meters.registry.get_sample_value(f"tt_{name}", labels) or 0.0


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
    watch: Watch, recorder: Recorder, calls: Clients
) -> None:
    @frozen
    class Carrying:
        unit_of_work: UnitOfWork

        def __call__(self, _job: Job) -> Result:
            calls.here().get("https://pigeon.example/200")
            return Done()

    job = Job(JobId(7), ConnectionId(3), Sync("now"), "k", FixedClock().now(), 1)
    watch.around["carry_out"](Carrying(MemoryStore().unit_of_work))(job)  # type: ignore[arg-type]
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
