"""A token is told to GitHub, and to nobody else; no more is the secret of a hook."""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest
from github_ground import CALLS, HERE, NAME, Ground, ground, tracker_over

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake import (
    bad_credentials,
    permission_missing,
    primary_rate_limited,
    rate_limited,
    sso_required,
    version_retired,
)
from tt_integrations.adapters.providers.github.hooks import Wanted
from tt_integrations.adapters.providers.github.rest import Call
from tt_integrations.domain.errors import IntegrationError, ProviderRefused
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.issues import IssuePage

CANARY = "ghp_canary7f3a"
HOOK_SECRET = "canary-of-the-hook"
LEAKY = f"https://evil.example/{CANARY}"
FAULTS = [
    rate_limited(),
    primary_rate_limited(),
    sso_required(CANARY),
    permission_missing(CANARY),
    permission_missing(f"issues={CANARY}"),
    bad_credentials(),
    version_retired(CANARY),
    server_error(),
    malformed_json(),
    answer_lost(),
    hanging(),
    answers(json_response({"message": CANARY}, 403, x_accepted_oauth_scopes=CANARY)),
    answers(json_response({"message": CANARY, "errors": [{"message": CANARY}]}, 422)),
    answers(json_response({"message": CANARY}, 400)),
    answers(json_response({CANARY: CANARY, "login": [CANARY], "id": CANARY})),
    answers(json_response([{CANARY: CANARY, "number": CANARY}])),
    answers(Response(301, {"location": LEAKY})),
    answers(json_response([], link=f'<{LEAKY}>; rel="next"')),
]


def told(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    chain = "".join(traceback.format_exception(error))
    return f"{error} {error!r} {vars(error)} {chain} {log.text}"


def with_canary(it: Ground) -> Ground:
    """The same ground, with a token that GitHub does not know where no fault comes first."""
    return Ground(it.fake, it.receiver, it.tracker, Access(CANARY, "octo"), it.repository)


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_and_no_log_tells_the_token(
    operation: str, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    it = with_canary(ground())
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    it.fake.fail_next("*", fault)
    assert CANARY not in told(trouble(it, operation), caplog)


def trouble(it: Ground, operation: str) -> IntegrationError:
    """What is raised, by the next call at the latest: some faults are no trouble to every call."""
    for _ in range(2):
        try:
            CALLS[operation](it)
        except IntegrationError as error:
            return error
    raise AssertionError("nothing was raised")


def test_over_a_socket_not_even_httpx_and_httpcore_tell_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    it = ground()
    with it.fake.serve() as here, httpx.HTTPTransport() as transport:
        tracker = tracker_over(it.fake, transport, here.url)
        with pytest.raises(ProviderRefused) as error:
            tracker.hook(Access(CANARY, "octo"), it.repository, HERE, HOOK_SECRET)
        tracker.rest.clients.close()
    assert "send_request_headers" in caplog.text
    assert CANARY not in told(error.value, caplog)
    assert HOOK_SECRET not in told(error.value, caplog)


@pytest.mark.parametrize(
    "token", ["", f"{CANARY}\n", f"{CANARY} x", f"{CANARY}-ö", f"\x00{CANARY}"]
)
def test_a_text_that_cannot_be_a_token_is_not_sent_and_not_told(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    it = ground()
    with pytest.raises(ProviderRefused) as error:
        it.tracker.account(Access(token, "octo"))
    assert it.fake.requests == []
    assert CANARY not in told(error.value, caplog)


@pytest.mark.parametrize("status", [403, 404, 422, 500])
def test_the_secret_of_a_hook_is_in_no_error(status: int, caplog: pytest.LogCaptureFixture) -> None:
    it = ground()
    caplog.set_level(logging.DEBUG)
    payload = {"message": HOOK_SECRET, "errors": [{"message": HOOK_SECRET}]}
    it.fake.fail_next("repos/create-webhook", answers(json_response(payload, status)))
    with pytest.raises(IntegrationError) as error:
        it.tracker.hook(it.access, it.repository, HERE, HOOK_SECRET)
    assert HOOK_SECRET not in told(error.value, caplog)


def test_no_repr_of_ours_shows_a_secret() -> None:
    it = ground()
    assert it.access.token not in repr((it.access, it.tracker))
    wanted = Wanted("/repositories/1/hooks", HERE, HOOK_SECRET)
    call = Call(wanted.path, "POST", body={"config": wanted.config()})
    assert HOOK_SECRET not in repr((wanted, call))


def test_the_token_goes_to_no_other_host_than_the_api() -> None:
    it, asked = ground(), []

    def watching(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return it.fake.transport.handle_request(request)

    tracker = tracker_over(it.fake, httpx.MockTransport(watching))
    it.fake.fail_next("repos/get", answers(Response(307, {"location": LEAKY})))
    with pytest.raises(IntegrationError):
        tracker.repository(it.access, NAME)
    with pytest.raises(IntegrationError):
        tracker.more(it.access, IssuePage((), LEAKY))
    assert [request.url.host for request in asked] == ["api.github.com"]
