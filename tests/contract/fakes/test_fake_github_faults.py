"""What can be switched on at the fake GitHub, from Python and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from test_fake_github_schema import AT, Ground, Inbox, ground

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.fake import FakeProvider
from tt_integrations.adapters.fakes.faults import Fault
from tt_integrations.adapters.providers.github import fake as github
from tt_integrations.adapters.providers.github.fake import FakeGitHub

ISSUES = "/repos/octo/app/issues"
LIST = "issues/list-for-repo"


def failing(fault: Fault) -> tuple[Ground, httpx.Response]:
    it = ground()
    it.fake.fail_next(LIST, fault)
    return it, it.get(ISSUES)


def test_the_fake_is_a_fake_provider() -> None:
    fake: FakeProvider = FakeGitHub()
    assert fake.name == "github"
    assert "open_issue" in fake.actions
    assert "serve" not in fake.actions


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (github.bad_credentials(), 401, "Bad credentials"),
        (github.forbidden_as_404(), 404, "Not Found"),
        (github.sso_required("acme"), 403, "SAML"),
        (github.permission_missing(), 403, "not accessible by personal access token"),
        (github.permission_missing(kind="installation"), 403, "not accessible by integration"),
        (github.rate_limited(3), 403, "secondary rate limit"),
        (github.secondary_rate_limited(status=429), 429, "secondary rate limit"),
        (github.primary_rate_limited(), 403, "API rate limit exceeded"),
        (github.primary_rate_limited(status=429), 429, "API rate limit exceeded"),
        (github.issue_gone(), 410, "deleted"),
        (github.version_retired(), 410, "no longer supported"),
        (github.service_unavailable(), 503, "unavailable"),
    ],
)
def test_each_fault_refuses_once_in_githubs_words(fault: Fault, status: int, words: str) -> None:
    it, answer = failing(fault)
    assert answer.status_code == status
    assert words in answer.json()["message"]
    assert answer.json()["status"] == str(status)
    assert it.get(ISSUES).status_code == 200


def test_the_two_limits_differ_in_their_headers() -> None:
    it, primary = failing(github.primary_rate_limited(reset_in=120))
    assert primary.headers["x-ratelimit-remaining"] == "0"
    assert int(primary.headers["x-ratelimit-reset"]) == it.fake.clock.timestamp() + 120
    assert "retry-after" not in primary.headers
    _, secondary = failing(github.rate_limited(retry_after=3))
    assert secondary.headers["retry-after"] == "3"
    assert int(secondary.headers["x-ratelimit-remaining"]) > 0
    _, silent = failing(github.secondary_rate_limited())
    assert "retry-after" not in silent.headers


def test_single_sign_on_says_where_to_go() -> None:
    _, answer = failing(github.sso_required("acme"))
    assert answer.headers["x-github-sso"].startswith("required; url=https://github.com/orgs/acme/")


def test_a_deprecated_version_is_served_with_a_warning() -> None:
    _, answer = failing(github.version_deprecated())
    assert (answer.status_code, answer.headers["deprecation"]) == (200, "true")
    assert answer.headers["sunset"].endswith("GMT")


def test_pages_shift_when_an_issue_is_opened_between_them() -> None:
    it = ground()
    for number in range(4):
        it.fake.open_issue("octo/app", f"{number}")
    it.fake.fail_next(LIST, it.fake.shifting_pages("octo/app"))
    first = it.get(ISSUES, per_page=2)
    second = it.client.get(first.links["next"]["url"])
    seen = [issue["title"] for page in (first, second) for issue in page.json()]
    assert seen == ["3", "2", "2", "1"]


def test_a_fault_on_any_operation_meets_unknown_paths_as_well() -> None:
    it = ground()
    it.fake.fail_next("*", github.bad_credentials(), None)
    assert it.get("/nowhere").status_code == it.get("/user").status_code == 401
    it.fake.faults.recover()
    assert it.get("/user").status_code == 200
    assert [logged.operation for logged in it.fake.requests] == [
        "unknown",
        "users/get-authenticated",
        "users/get-authenticated",
    ]


def test_many_threads_may_write_at_once() -> None:
    it = ground()
    it.hook(events=["issues"])

    def write(number: int) -> Any:
        return it.client.post(ISSUES, json={"title": f"{number}"}).json()["number"]

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert len(it.fake.requests) == len(it.inbox.got) == 40


@pytest.fixture(scope="module")
def control() -> Iterator[httpx.Client]:
    """A client on loopback of a fake on which `octo` has a repository."""
    fake = FakeGitHub(ProviderClock(AT), Inbox())
    with fake.serve() as where, httpx.Client(base_url=where.url) as client:
        for name, arguments in (
            ("add_user", {"login": "octo"}),
            ("add_user", {"login": "mona"}),
            ("add_repository", {"full_name": "octo/app"}),
        ):
            assert client.post(f"/_fake/{name}", json=arguments).json()["ok"] is True
        yield client


def do(control: httpx.Client, name: str, **arguments: Any) -> Any:
    answer = control.post(f"/_fake/{name}", json=arguments)
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


def test_an_issue_is_opened_over_the_control_surface_and_read_over_rest(
    control: httpx.Client,
) -> None:
    made = do(control, "open_issue", repo="octo/app", title="From afar", labels=["bug"])
    assert (made["title"], made["created_at"]) == ("From afar", "2026-03-02T09:00:00+00:00")
    read = control.get(f"{ISSUES}/{made['number']}").json()
    assert [label["name"] for label in read["labels"]] == ["bug"]


def test_a_token_is_made_over_the_control_surface(control: httpx.Client) -> None:
    token = do(control, "add_token", login="mona", kind="fine_grained")
    answer = control.get("/user", headers={"authorization": f"token {token}"})
    assert answer.json()["login"] == "mona"


def test_deliveries_are_held_released_and_sent_again_over_the_control_surface(
    control: httpx.Client,
) -> None:
    do(control, "add_hook", repo="octo/app", url="http://tracker.test/", events=["issues"])
    do(control, "hold_deliveries")
    number = do(control, "open_issue", repo="octo/app", title="Held")["number"]
    do(control, "close_issue", repo="octo/app", number=number)
    do(control, "release_deliveries", order=[1, 0])
    sent = control.get("/_fake/state").json()["deliveries"]
    assert [it["action"] for it in sent[-2:]] == ["closed", "opened"]
    do(control, "redeliver", delivery_id=sent[-1]["id"])
    again = control.get("/_fake/state").json()["deliveries"][-1]
    assert (again["guid"], again["redelivery"]) == (sent[-1]["guid"], True)


def test_every_fault_is_armed_by_name(control: httpx.Client) -> None:
    known = control.get("/_fake/actions").json()["faults"]
    mine = {"rate_limited", "primary_rate_limited", "sso_required", "shifting_pages"}
    assert mine < set(known)
    sent = {"operation": LIST, "fault": "rate_limited", "with": {"retry_after": 7, "status": 429}}
    assert control.post("/_fake/faults", json=sent).json()["ok"] is True
    answer = control.get(ISSUES)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    shift = {"operation": LIST, "fault": "shifting_pages", "with": {"repo": "octo/app"}}
    assert control.post("/_fake/faults", json=shift).json()["ok"] is True
    before, after = (len(control.get(ISSUES).json()) for _ in "ab")
    assert after == before + 1


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("open_issue", {"repo": "octo/nothing", "title": "A"}),
        ("open_issue", {"repo": "octo/app", "title": "A", "by": "stranger"}),
        ("open_issue", {"repo": "octo/app", "title": "A", "colour": "red"}),
        ("open_issue", {"repo": "octo/app", "title": "A", "milestone": 5}),
        ("open_issue", {"title": "A"}),
        ("close_issue", {"repo": "octo/app", "number": 99}),
        ("close_issue", {"repo": "octo/app", "number": 1, "reason": "bored"}),
        ("transfer_issue", {"repo": "octo/app", "number": 1, "to": "octo/app"}),
        ("add_user", {"login": "octo"}),
        ("add_repository", {"full_name": "octo/app"}),
        ("add_repository", {"full_name": "octo/new", "colour": "red"}),
        ("add_token", {"login": "octo", "kind": "installation"}),
        ("expire_token", {"text": "ghp_no"}),
        ("add_hook", {"repo": "octo/app", "url": "http://x.test", "colour": "red"}),
        ("add_app", {"slug": "a", "owner": "octo", "colour": "red"}),
        ("install_app", {"slug": "none", "account": "octo"}),
        ("uninstall_app", {"installation_id": 1}),
        ("edit_comment", {"comment_id": 1, "body": "x"}),
        ("redeliver", {"delivery_id": 1}),
    ],
)
def test_a_mistaken_action_is_refused_with_a_reason(
    control: httpx.Client, action: str, arguments: dict[str, Any]
) -> None:
    answer = control.post(f"/_fake/{action}", json=arguments)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False
    assert answer.json()["error"]


def test_no_secret_is_in_the_state(control: httpx.Client) -> None:
    token = do(control, "add_token", login="octo")
    do(control, "add_hook", repo="octo/app", url="http://s.test/", secret="sesame")
    state = control.get("/_fake/state").text
    assert "octo/app" in state
    assert token not in state
    assert "sesame" not in state


def test_the_clock_ends_tokens_over_the_control_surface(control: httpx.Client) -> None:
    token = do(control, "add_token", login="octo", expires_in=60)
    header = {"authorization": f"token {token}"}
    assert control.get("/user", headers=header).status_code == 200
    do(control, "clock", advance=60)
    assert control.get("/user", headers=header).status_code == 401
