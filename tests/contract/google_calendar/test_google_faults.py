"""What goes wrong on the way to Google or at Google, and which of our errors it is."""

from __future__ import annotations

import httpx
import pytest
from attrs import evolve
from google_ground import (
    ALL_SCOPES,
    CALLS,
    CHANNEL,
    DRAFT,
    HERE,
    ME,
    READING,
    SECRET,
    Ground,
    calendar_over,
    failing,
    ground,
    meeting,
)

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.google_calendar.fake import (
    auth_error,
    backend_error,
    by_reason,
    forbidden,
    insufficient_permissions,
    quota_exceeded,
    rate_limited,
    user_rate_limited,
)
from tt_integrations.adapters.providers.google_calendar.scopes import LIST, READ, WRITE
from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)

EVERY = pytest.mark.parametrize("operation", CALLS)
TELLING = [
    name for name in CALLS if name not in ("calendar.events.delete", "calendar.channels.stop")
]
WRITING = ["calendar.events.insert", "calendar.events.patch", "calendar.events.delete"]
NEWER = {
    "error": {
        "code": 403,
        "message": "Request had insufficient authentication scopes.",
        "status": "PERMISSION_DENIED",
        "details": [{"@type": "x"}, {"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}],
    }
}


@pytest.fixture
def it() -> Ground:
    return ground()


@EVERY
def test_a_token_that_google_does_not_know_is_no_good_any_more(it: Ground, operation: str) -> None:
    assert type(failing(it, operation, auth_error())) is ProviderRefused


@EVERY
def test_a_refusal_says_which_of_the_stored_tokens_it_is_of(it: Ground, operation: str) -> None:
    stored = evolve(it, access=evolve(it.access, sealed="as it is stored"))
    error = failing(stored, operation, auth_error())
    assert isinstance(error, ProviderRefused)
    assert error.refused == "as it is stored"


@EVERY
def test_a_grant_that_was_revoked_is_no_good_any_more(it: Ground, operation: str) -> None:
    it.fake.revoke_grant(ME)
    with pytest.raises(ProviderRefused):
        CALLS[operation](it)


def test_a_token_is_no_good_after_its_hour(it: Ground) -> None:
    it.fake.clock.advance(3599)
    with pytest.raises(ProviderRefused):
        it.read()


@EVERY
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (rate_limited(403), None),
        (rate_limited(429), None),
        (rate_limited(403, retry_after=7), 7.0),
        (rate_limited(429, retry_after=7), 7.0),
        (user_rate_limited(), None),
        (quota_exceeded(), None),
        (by_reason(403, "dailyLimitExceeded", "usageLimits"), None),
        (by_reason(403, "calendarUsageLimitsExceeded", "usageLimits"), None),
        (answers(Response(429, {}, b"<html>")), None),
    ],
)
def test_a_limit_passes_and_google_seldom_says_when(
    it: Ground, operation: str, fault: Fault, seconds: float | None
) -> None:
    error = failing(it, operation, fault)
    assert type(error) is ProviderUnavailable
    assert error.retry_after == seconds


@EVERY
@pytest.mark.parametrize(
    "fault", [backend_error(), backend_error(500), server_error(), server_error(504)]
)
def test_trouble_on_googles_side_may_be_over_later(
    it: Ground, operation: str, fault: Fault
) -> None:
    assert type(failing(it, operation, fault)) is ProviderUnavailable


@EVERY
@pytest.mark.parametrize("fault", [answer_lost(), hanging()])
def test_whatever_got_no_answer_may_be_asked_again(
    it: Ground, operation: str, fault: Fault
) -> None:
    assert type(failing(it, operation, fault)) is ProviderUnavailable


@EVERY
@pytest.mark.parametrize("fault", [insufficient_permissions(), answers(json_response(NEWER, 403))])
def test_a_scope_that_is_missing_is_named(it: Ground, operation: str, fault: Fault) -> None:
    error = failing(it, operation, fault)
    assert isinstance(error, PermissionMissing)
    needed = WRITE if operation in WRITING else READ
    assert error.scope == (LIST if "List" in operation else needed)


def test_a_grant_to_read_is_not_one_to_write(it: Ground) -> None:
    reading = it.with_scopes(READ)
    made = meeting(it)
    assert it.calendar.event(reading, "primary", made) == it.event(made)
    for write in (
        lambda: it.calendar.add(reading, "primary", DRAFT),
        lambda: it.calendar.change(reading, "primary", DRAFT, it.event(made)),
        lambda: it.calendar.remove(reading, "primary", made),
    ):
        with pytest.raises(PermissionMissing) as error:
            write()
        assert error.value.scope == WRITE


def test_a_scope_that_was_withdrawn_half_way_is_missing_from_then_on(it: Ground) -> None:
    it.fake.limit_pages(1)
    meeting(it), meeting(it)
    page = it.calendar.events(it.access, READING, None)
    it.fake.withdraw_scopes(ME, ALL_SCOPES)
    with pytest.raises(PermissionMissing):
        it.calendar.events(it.access, READING, page.next)


@EVERY
@pytest.mark.parametrize("fault", [forbidden(), by_reason(403, "requiredAccessLevel", "calendar")])
def test_what_the_account_may_not_do_in_a_calendar_is_no_missing_scope(
    it: Ground, operation: str, fault: Fault
) -> None:
    error = failing(it, operation, fault)
    assert isinstance(error, PermissionMissing)
    assert error.scope == "the account may not do that in this calendar"


@EVERY
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (by_reason(403, "accessNotConfigured", "usageLimits"), "accessNotConfigured"),
        (by_reason(403, "forbiddenForNonOrganizer", "calendar"), "forbiddenForNonOrganizer"),
        (answers(json_response({}, 403)), "403"),
        (answers(Response(403, {}, b"<html>")), "403"),
        (answers(json_response({"error": "text"}, 403)), "403"),
        (answers(json_response({"error": {"errors": [5, {"reason": 5}]}}, 403)), "403"),
        (answers(json_response({"error": {"errors": [{"reason": "a secret"}]}}, 403)), "403"),
        (answers(json_response(["error"], 405)), "405"),
        (by_reason(400, "required"), "required"),
    ],
)
def test_what_google_would_never_take_is_rejected_by_its_reason(
    it: Ground, operation: str, answer: Fault, reason: str
) -> None:
    error = failing(it, operation, answer)
    assert isinstance(error, CallRejected)
    assert error.reason == reason


@pytest.mark.parametrize("operation", TELLING)
@pytest.mark.parametrize("payload", ["text", 5, None, []])
def test_what_is_no_answer_of_googles_is_malformed(
    it: Ground, operation: str, payload: object
) -> None:
    assert isinstance(failing(it, operation, answers(json_response(payload))), MalformedPayload)


def test_an_answer_that_is_cut_off_is_malformed(it: Ground) -> None:
    for operation in ("calendar.events.list", "calendar.events.insert"):
        assert isinstance(failing(it, operation, malformed_json()), MalformedPayload)


def test_what_a_role_is_called_must_be_told(it: Ground) -> None:
    it.fake.fail_next("calendar.events.list", answers(json_response({})))
    with pytest.raises(MalformedPayload, match="accessRole"):
        it.calendar.role(it.access, "primary")


def test_where_nobody_listens_nothing_was_sent(it: Ground) -> None:
    with httpx.HTTPTransport() as transport:
        calendar = calendar_over(transport, "http://127.0.0.1:9")
        with pytest.raises(ProviderUnavailable, match="not reached"):
            calendar.events(it.access, READING, None)
        calendar.rest.clients.close()


def test_over_a_socket_everything_is_as_in_process() -> None:
    it = ground()
    made = it.fake.add_calendar(ME, "odd", calendar_id="a/b#c?d@example.org")
    with it.fake.serve() as here, httpx.HTTPTransport() as transport:
        calendar = calendar_over(transport, f"{here.url}/calendar/v3/")
        event = calendar.add(it.access, made, DRAFT)
        assert calendar.event(it.access, made, DRAFT.id) == event
        assert calendar.add(it.access, made, DRAFT) == event
        calendar.remove(it.access, made, DRAFT.id)
        channel = calendar.watch(it.access, CHANNEL, HERE, SECRET)
        calendar.unwatch(it.access, channel)
        it.fake.answer_lost("calendar.events.list")
        with pytest.raises(ProviderUnavailable):
            calendar.events(it.access, READING, None)
        with pytest.raises(NotConnected):
            calendar.role(it.access, "nobody@example.org")
        calendar.rest.clients.close()
