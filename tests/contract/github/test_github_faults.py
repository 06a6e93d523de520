"""What goes wrong on the way to GitHub or at GitHub, and which of our errors it is."""

from __future__ import annotations

import httpx
import pytest
from attrs import evolve
from github_ground import CALLS, NAME, Ground, failing, ground, hooked, tracker_over

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
    forbidden_as_404,
    issue_gone,
    service_unavailable,
    version_deprecated,
    version_retired,
)
from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access

EVERY = pytest.mark.parametrize("operation", CALLS)
READING = [
    name
    for name in CALLS
    if not name.startswith(("repos/redeliver", "repos/delete", "repos/update"))
]


@pytest.fixture
def it() -> Ground:
    made = ground()
    made.open("an issue")
    return made


@EVERY
def test_bad_credentials_mean_that_the_token_is_no_good_any_more(
    it: Ground, operation: str
) -> None:
    assert type(failing(it, operation, bad_credentials())) is ProviderRefused


@EVERY
def test_a_refusal_says_which_of_the_stored_tokens_it_is_of(it: Ground, operation: str) -> None:
    stored = evolve(it, access=evolve(it.access, sealed="as it is stored"))
    error = failing(stored, operation, bad_credentials())
    assert isinstance(error, ProviderRefused)
    assert error.refused == "as it is stored"


@EVERY
def test_a_token_that_was_revoked_is_no_good_any_more(it: Ground, operation: str) -> None:
    it.fake.revoke_token(it.access.token)
    with pytest.raises(ProviderRefused):
        CALLS[operation](it)


def test_a_token_that_ended_is_no_good_any_more(it: Ground) -> None:
    it.fake.expire_token(it.access.token, after=3600)
    assert it.tracker.account(it.access).login == "octo"
    it.fake.clock.advance(3601)
    with pytest.raises(ProviderRefused):
        it.tracker.account(it.access)


@EVERY
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_page_of_html_instead_of_github_means_unavailable(
    it: Ground, operation: str, status: int
) -> None:
    assert type(failing(it, operation, server_error(status))) is ProviderUnavailable


@EVERY
@pytest.mark.parametrize("fault", [service_unavailable(), answer_lost(), hanging()])
def test_whatever_got_no_answer_may_be_asked_again(
    it: Ground, operation: str, fault: Fault
) -> None:
    assert type(failing(it, operation, fault)) is ProviderUnavailable


@pytest.mark.parametrize("operation", READING)
def test_an_answer_that_is_cut_off_is_malformed(it: Ground, operation: str) -> None:
    if operation == "repos/list-webhook-deliveries":
        it.fake.fail_next(operation, answers(Response(200, {}, b"[{")))
        with pytest.raises(MalformedPayload):
            CALLS[operation](it)
        return
    error = failing(it, operation, malformed_json())
    assert isinstance(error, MalformedPayload)
    assert error.path == "body"


@pytest.mark.parametrize("operation", READING)
@pytest.mark.parametrize("payload", ["text", 5, None, {"id": "x"}, [5], [{"number": "1"}]])
def test_what_is_no_answer_of_githubs_is_malformed(
    it: Ground, operation: str, payload: object
) -> None:
    assert isinstance(failing(it, operation, answers(json_response(payload))), MalformedPayload)


@pytest.mark.parametrize("operation", ["repos/get", "issues/list-for-repo"])
def test_what_may_not_be_known_is_not_connected(it: Ground, operation: str) -> None:
    assert isinstance(failing(it, operation, forbidden_as_404()), NotConnected)


@pytest.mark.parametrize("fault", [forbidden_as_404(), issue_gone()])
def test_an_issue_out_of_sight_is_none(it: Ground, fault: Fault) -> None:
    it.fake.fail_next("issues/get", fault)
    assert it.tracker.issue(it.access, it.repository, 1) is None


@EVERY
def test_the_end_of_our_version_of_the_api_is_not_mistaken_for_a_deletion(
    it: Ground, operation: str
) -> None:
    error = failing(it, operation, version_retired())
    assert isinstance(error, CallRejected)
    assert error.reason == "the version of the API has ended"


def test_that_our_version_will_end_one_day_changes_nothing(it: Ground) -> None:
    it.fake.fail_next("*", version_deprecated())
    assert it.tracker.account(it.access).login == "octo"


@EVERY
@pytest.mark.parametrize("status", [400, 405, 409, 451])
def test_what_github_would_never_take_is_rejected_by_its_status(
    it: Ground, operation: str, status: int
) -> None:
    error = failing(it, operation, answers(json_response({"message": "No"}, status)))
    assert isinstance(error, CallRejected)
    assert error.reason == str(status)


def test_a_hook_whose_answer_was_lost_is_adopted_the_next_time(it: Ground) -> None:
    it.fake.answer_lost("repos/create-webhook")
    with pytest.raises(ProviderUnavailable):
        hooked(it)
    number = hooked(it)
    (made,) = {delivery.parcel.hook.id for delivery in it.fake.deliveries}
    assert number == made


def test_pages_that_fail_in_the_middle_raise_as_the_first_one_would(it: Ground) -> None:
    it.open(*(f"issue {n}" for n in range(100)))
    page = it.first()
    for fault, expected in [
        (server_error(), ProviderUnavailable),
        (bad_credentials(), ProviderRefused),
        (forbidden_as_404(), NotConnected),
        (version_retired(), CallRejected),
    ]:
        it.fake.fail_next("issues/list-for-repo", fault)
        with pytest.raises(expected):
            it.tracker.more(it.access, page)


def test_a_long_token_of_an_installation_is_sent_as_it_is(it: Ground) -> None:
    long = f"ghs_12345_{'x' * 700}.{'y' * 300}.z"
    it.fake.add_token("octo", text=long)
    assert it.tracker.account(Access(long, "octo")).login == "octo"


def test_where_nobody_listens_nothing_was_sent(it: Ground) -> None:
    tracker = tracker_over(it.fake, httpx.HTTPTransport(), "http://127.0.0.1:9")
    with pytest.raises(ProviderUnavailable, match="not reached"):
        tracker.account(it.access)


def test_over_a_socket_everything_is_as_in_process() -> None:
    it = ground()
    with it.fake.serve() as here, httpx.HTTPTransport() as transport:
        tracker = tracker_over(it.fake, transport, here.url)
        repository = tracker.repository(it.access, NAME)
        assert repository == it.repository
        it.open(*(f"issue {n}" for n in range(101)))
        page = tracker.issues(it.access, repository, None, None)
        assert page is not None
        assert page.next is not None
        assert page.next.startswith(here.url)
        more = tracker.more(it.access, page)
        assert [issue.title for issue in more.issues] == ["issue 100"]
        made = tracker.hook(it.access, repository, "https://tt.example/x", "s")
        assert tracker.hook(it.access, repository, "https://tt.example/x", "t") == made
        it.fake.answer_lost("issues/get")
        with pytest.raises(ProviderUnavailable):
            tracker.issue(it.access, repository, 1)
        tracker.rest.clients.close()
