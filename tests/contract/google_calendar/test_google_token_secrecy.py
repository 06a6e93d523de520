"""A token is told to Google, and to nobody else; no more is the secret of a channel, or what an event says."""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest
from attrs import evolve
from google_ground import CALLS, CHANNEL, HERE, READING, Ground, calendar_over, ground

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.google_calendar.rest import Call
from tt_integrations.domain.errors import IntegrationError, ProviderRefused
from tt_integrations.domain.model.chat import Access

CANARY = "ya29.canary7f3a"
CHANNEL_SECRET = "canary-of-the-channel"
LEAKY = f"https://evil.example/{CANARY}"


def refusing(status: int) -> Fault:
    detail = {"domain": CANARY, "reason": f"{CANARY} !", "message": CANARY, "location": CANARY}
    body = {"error": {"errors": [detail], "code": status, "message": CANARY}}
    return answers(json_response(body, status))


FAULTS = [
    *(refusing(status) for status in (400, 401, 403, 404, 409, 410, 412, 429, 500)),
    server_error(),
    malformed_json(),
    answer_lost(),
    hanging(),
    answers(Response(301, {"location": LEAKY})),
    answers(json_response({CANARY: CANARY, "id": CANARY, "items": CANARY, "resourceId": [CANARY]})),
    answers(json_response({"id": "x", "summary": [CANARY], "items": [CANARY]})),
    answers(json_response([CANARY])),
]


def told(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    chain = "".join(traceback.format_exception(error))
    return f"{error} {error!r} {vars(error)} {chain} {log.text}"


def loudly(log: pytest.LogCaptureFixture) -> None:
    log.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        log.set_level(logging.DEBUG, name)


def trouble(it: Ground, operation: str) -> IntegrationError:
    """What is raised, by the next call at the latest: some faults are no trouble to every call."""
    for _ in range(2):
        try:
            CALLS[operation](it)
        except IntegrationError as error:
            return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_and_no_log_tells_the_token_or_what_google_said(
    operation: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    it = evolve(ground(), access=Access(CANARY, "ada"))
    loudly(caplog)
    it.fake.fail_next("*", fault)
    assert CANARY not in told(trouble(it, operation), caplog)


def test_over_a_socket_not_even_httpx_and_httpcore_tell_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    loudly(caplog)
    it = ground()
    with it.fake.serve() as here, httpx.HTTPTransport() as transport:
        calendar = calendar_over(transport, f"{here.url}/calendar/v3")
        with pytest.raises(ProviderRefused) as error:
            calendar.watch(Access(CANARY, "ada"), CHANNEL, HERE, CHANNEL_SECRET)
        calendar.rest.clients.close()
    assert "send_request_headers" in caplog.text
    assert CANARY not in told(error.value, caplog)
    assert CHANNEL_SECRET not in told(error.value, caplog)


@pytest.mark.parametrize(
    "token", ["", f"{CANARY}\n", f"{CANARY} x", f"{CANARY}-ö", f"\x00{CANARY}"]
)
def test_a_text_that_cannot_be_a_token_is_not_sent_and_not_told(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    it = ground()
    with pytest.raises(ProviderRefused) as error:
        it.calendar.events(Access(token, "ada"), READING, None)
    assert it.fake.requests == []
    assert CANARY not in told(error.value, caplog)


def test_no_repr_of_ours_shows_a_secret() -> None:
    it = ground()
    assert it.access.token not in repr((it.access, it.calendar))
    assert CANARY not in repr(Call("/x", "scope", "POST", body={"token": CANARY}))


def test_the_token_goes_to_no_other_host_than_the_api() -> None:
    it, asked = ground(), []

    def watching(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return it.fake.transport.handle_request(request)

    calendar = calendar_over(httpx.MockTransport(watching))
    it.fake.fail_next("*", answers(Response(307, {"location": LEAKY})))
    with pytest.raises(IntegrationError):
        calendar.events(it.access, READING, None)
    calendar.events(it.access, READING, None)
    assert [request.url.host for request in asked] == ["www.googleapis.com"] * 2
    assert all(it.access.token not in str(request.url) for request in asked)
