"""HTTP clients, one a thread, and what becomes of their calls."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tt_integrations.adapters.fakes.server import served
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, object_in, retry_after
from tt_integrations.domain.errors import MalformedPayload, OutcomeUnknown, ProviderUnavailable


def in_a_thread(work: Callable[[], object]) -> object:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]


def raising(error: Exception) -> Callable[[], httpx.Response]:
    def send() -> httpx.Response:
        raise error

    return send


def test_a_thread_keeps_its_client() -> None:
    clients = Clients()
    assert clients.here() is clients.here()
    clients.close()


def test_threads_at_the_same_time_have_clients_of_their_own() -> None:
    clients, together = Clients(), threading.Barrier(4)

    def mine(_: int) -> httpx.Client:
        together.wait(timeout=5)
        client = clients.here()
        together.wait(timeout=5)
        return client

    with ThreadPoolExecutor(4) as pool:
        assert len({id(client) for client in pool.map(mine, range(4))}) == 4
    clients.close()


def test_all_clients_share_one_ssl_context(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = httpx.create_ssl_context
    monkeypatch.setattr(httpx, "create_ssl_context", lambda: made.append(1) or real())
    clients = Clients()
    first = clients.here()
    assert in_a_thread(clients.here) is not first
    assert len(made) == 1
    clients.close()


def test_the_client_of_a_thread_that_ended_is_handed_on() -> None:
    clients = Clients()
    first = in_a_thread(clients.here)
    second = in_a_thread(clients.here)
    assert first is second
    clients.close()


def test_a_forked_process_leaves_its_parents_clients_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clients, parent = Clients(), os.getpid()
    mine, ended = clients.here(), in_a_thread(clients.here)
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    assert clients.here() is not mine
    assert in_a_thread(clients.here) is not ended
    clients.close()
    assert not mine.is_closed
    monkeypatch.setattr(os, "getpid", lambda: parent)
    assert clients.here() is mine
    clients.close()
    assert mine.is_closed


def test_close_closes_every_client_and_a_later_call_gets_a_new_one() -> None:
    clients = Clients()
    mine, others = clients.here(), in_a_thread(clients.here)
    clients.close()
    assert isinstance(others, httpx.Client)
    assert mine.is_closed
    assert others.is_closed
    assert not clients.here().is_closed
    clients.close()


def test_no_redirect_is_followed_and_nobody_waits_for_long() -> None:
    clients = Clients(httpx.MockTransport(lambda _: httpx.Response(302, headers={"location": "/"})))
    client = clients.here()
    assert client.get("https://x.example/").status_code == 302
    assert client.timeout == httpx.Timeout(10, connect=3)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("x"),
        httpx.ConnectTimeout("x"),
        httpx.PoolTimeout("x"),
        httpx.WriteTimeout("x"),
        httpx.ProxyError("x"),
        httpx.UnsupportedProtocol("x"),
        httpx.LocalProtocolError("x"),
    ],
)
@pytest.mark.parametrize("repeatable", [True, False])
def test_what_was_not_sent_was_not_carried_out(error: Exception, *, repeatable: bool) -> None:
    with pytest.raises(ProviderUnavailable, match=f"not reached: {type(error).__name__}"):
        answer_of(raising(error), repeatable=repeatable)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("x"),
        httpx.ReadError("x"),
        httpx.WriteError("x"),
        httpx.CloseError("x"),
        httpx.RemoteProtocolError("x"),
    ],
)
def test_what_was_sent_may_have_been_carried_out(error: Exception) -> None:
    with pytest.raises(OutcomeUnknown, match=type(error).__name__):
        answer_of(raising(error), repeatable=False)
    with pytest.raises(ProviderUnavailable, match=type(error).__name__):
        answer_of(raising(error), repeatable=True)


def test_what_an_error_of_httpx_says_is_not_passed_on() -> None:
    for error in (httpx.ReadError("https://secret"), httpx.ConnectError("https://secret")):
        with pytest.raises(ProviderUnavailable) as raised:
            answer_of(raising(error), repeatable=True)
        assert "secret" not in repr(raised.value)


def test_a_body_that_cannot_be_unpacked_is_malformed() -> None:
    def garbled(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-encoding": "gzip"}, content=b"no gzip")

    client = Clients(httpx.MockTransport(garbled)).here()
    with pytest.raises(MalformedPayload, match="body"):
        answer_of(lambda: client.get("https://x.example/"), repeatable=True)


@pytest.mark.parametrize("status", [200, 204, 302, 400, 401, 404])
def test_every_other_answer_is_the_callers_to_read(status: int) -> None:
    response = httpx.Response(status)
    assert answer_of(lambda: response, repeatable=False) is response


@pytest.mark.parametrize("status", [500, 501, 502, 503, 599])
def test_an_error_of_the_server_means_unavailable(status: int) -> None:
    with pytest.raises(ProviderUnavailable) as error:
        answer_of(lambda: httpx.Response(status), repeatable=False)
    assert error.value.retry_after is None


def test_a_server_that_says_when_to_come_back_is_believed() -> None:
    response = httpx.Response(503, headers={"retry-after": "120"})
    with pytest.raises(ProviderUnavailable) as error:
        answer_of(lambda: response, repeatable=False)
    assert error.value.retry_after == 120


def test_a_gateway_that_heard_nothing_leaves_it_open() -> None:
    with pytest.raises(OutcomeUnknown):
        answer_of(lambda: httpx.Response(504), repeatable=False)
    with pytest.raises(ProviderUnavailable):
        answer_of(lambda: httpx.Response(504), repeatable=True)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5.0),
        (" 5 ", 5.0),
        ("0", 0.0),
        ("", 30.0),
        ("-1", 30.0),
        ("1.5", 30.0),
        ("soon", 30.0),
        ("inf", 30.0),
        ("9" * 400, 30.0),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 30.0),
    ],
)
def test_retry_after_is_seconds_and_half_a_minute_where_it_makes_no_sense(
    header: str, seconds: float
) -> None:
    response = httpx.Response(429, headers={"retry-after": header})
    assert retry_after(response) == seconds
    with pytest.raises(ProviderUnavailable) as error:
        answer_of(lambda: response, repeatable=True)
    assert error.value.retry_after == seconds


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"a"', b"[]", b"null", b"5", b"\xff", b"[" * 99999]
)
def test_only_a_json_object_is_an_answer(body: bytes) -> None:
    with pytest.raises(MalformedPayload) as error:
        object_in(httpx.Response(200, content=body))
    assert error.value.path == "body"


def test_a_json_object_is_given_as_it_is() -> None:
    assert object_in(httpx.Response(200, content=b'{"a": [1]}')) == {"a": [1]}


def test_an_idle_connection_is_given_up_before_a_server_may_close_it() -> None:
    came_from: list[int] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        came_from.append(scope["client"][1])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    clients = Clients()
    with served(app) as here:
        for pause in (0.0, 2.1, 0.0):
            clients.here().get(here.url)
            time.sleep(pause)
        clients.close()
    first, second, later = came_from
    assert first == second
    assert later != second


def test_a_redirect_to_no_address_at_all_is_malformed() -> None:
    moved = httpx.MockTransport(lambda _: httpx.Response(301, headers={"location": "x:alert(1)"}))
    clients = Clients(moved)
    with pytest.raises(MalformedPayload) as error:
        answer_of(lambda: clients.here().get("http://provider.example/"), repeatable=True)
    assert error.value.path == "location"
    clients.close()


def test_no_cookie_of_one_call_goes_with_the_next_which_may_be_somebody_elses() -> None:
    sent: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("cookie"))
        return httpx.Response(200, headers={"set-cookie": "session=annas; Path=/"})

    clients = Clients(httpx.MockTransport(answer))
    for _ in range(2):
        clients.here().get("https://provider.example/")
    assert sent == [None, None]
    assert len(clients.here().cookies) == 0
    clients.close()
