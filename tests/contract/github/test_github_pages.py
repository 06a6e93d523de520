"""Pages and redirects: followed as GitHub gives them, and with our token to GitHub alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from github_ground import NAME, Ground, ground, hooked

from tt_integrations.adapters.fakes.faults import Fault, answers
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.issues import IssuePage

ELSEWHERE = [
    "https://evil.example/repositories/1/issues",
    "http://api.github.com/repositories/1/issues",
    "https://api.github.com:8443/repositories/1/issues",
    "https://api.github.com.evil.example/x",
    "https://api.github.com@evil.example/x",
    "https://mallory:pw@api.github.com/repositories/1/issues",
    "//evil.example/x",
    "ftp://api.github.com/x",
    "https://[",
    "javascript:alert(1)",
]


@pytest.fixture
def it() -> Ground:
    return ground()


def redirect(location: str, status: int = 301) -> Fault:
    return answers(Response(status, {"location": location}, b"moved"))


def test_every_page_is_read_and_nothing_twice(it: Ground) -> None:
    it.open(*(f"issue {n}" for n in range(205)))
    assert it.titles() == [f"issue {n}" for n in range(205)]
    assert len(it.calls("issues/list-for-repo")) == 3


def test_the_next_page_is_asked_for_word_for_word(it: Ground) -> None:
    it.open(*(f"issue {n}" for n in range(101)))
    page = it.first()
    assert page.next is not None
    assert page.next.startswith(f"https://api.github.com/repositories/{it.repository.id}/issues?")
    it.tracker.more(it.access, page)
    asked = it.calls("issues/list-for-repo")[-1].request
    assert f"{asked.base}{asked.path}" == page.next.partition("?")[0]
    assert dict(asked.query)["page"] == "2"


def test_what_is_opened_while_we_read_is_read_at_the_end(it: Ground) -> None:
    it.open(*(f"issue {n}" for n in range(150)))
    it.fake.fail_next("issues/list-for-repo", it.fake.shifting_pages(NAME, "meanwhile"))
    assert it.titles() == [*(f"issue {n}" for n in range(150)), "meanwhile"]


@pytest.mark.parametrize("count", [100, 101])
def test_a_full_page_is_never_fresh_since_it_stays_as_it_is_whatever_follows(
    it: Ground, count: int
) -> None:
    it.open(*(f"issue {n}" for n in range(count)))
    assert it.first().fresh is None


@pytest.mark.parametrize("address", [*ELSEWHERE, "https://api.github.com:port/x", "x", ""])
def test_a_next_page_elsewhere_is_not_asked_for(it: Ground, address: str) -> None:
    link = {"link": f'<{address}>; rel="next"'}
    it.fake.fail_next("issues/list-for-repo", answers(json_response([], **link)))
    with pytest.raises(MalformedPayload) as malformed:
        it.first()
    assert malformed.value.path == "link"
    assert "evil" not in str(malformed.value)
    with pytest.raises(MalformedPayload):
        it.tracker.more(it.access, IssuePage((), address))
    assert len(it.fake.requests) <= 2
    assert all(seen.request.base == "https://api.github.com" for seen in it.fake.requests)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_redirect_that_leads_elsewhere_is_not_followed(it: Ground, address: str) -> None:
    it.fake.fail_next("*", redirect(address))
    with pytest.raises(MalformedPayload) as malformed:
        it.first()
    assert malformed.value.path == "location"
    assert len(it.fake.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("location", ["https://api.github.com/repos/octo/app", "/repos/octo/app"])
def test_a_redirect_on_the_api_is_followed(it: Ground, status: int, location: str) -> None:
    it.fake.fail_next("repos/get", redirect(location, status))
    assert it.tracker.repository(it.access, NAME) == it.repository


def test_three_redirects_are_followed_and_a_fourth_is_not(it: Ground) -> None:
    it.fake.fail_next("repos/get", redirect("/repos/octo/app"), times=3)
    assert it.tracker.repository(it.access, NAME) == it.repository
    it.fake.fail_next("repos/get", redirect("/repos/octo/app"), times=None)
    with pytest.raises(MalformedPayload, match="more than 3 redirects"):
        it.tracker.repository(it.access, NAME)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirected_write_keeps_its_method_and_its_body(it: Ground, status: int) -> None:
    path = f"/repositories/{it.repository.id}/hooks"
    it.fake.fail_next("repos/create-webhook", redirect(path, status))
    hooked(it)
    first, second = it.calls("repos/create-webhook")
    assert first.request.body == second.request.body != b""
    assert second.response is not None
    assert second.response.status == 201


@pytest.mark.parametrize("headers", [{}, {"location": ""}, {"location": "app"}, {"location": " "}])
def test_a_redirect_to_nowhere_does_not_look_like_a_repository_that_is_no_more(
    it: Ground, headers: dict[str, str]
) -> None:
    it.fake.fail_next("repos/get", answers(Response(301, headers)))
    with pytest.raises(MalformedPayload) as malformed:
        it.tracker.repository(it.access, NAME)
    assert malformed.value.path == "location"


@pytest.mark.parametrize("calling", [hooked, lambda it: it.tracker.account(it.access)])
def test_other_redirects_are_not_followed(it: Ground, calling: Callable[[Ground], object]) -> None:
    it.fake.fail_next("*", redirect("/user", 303))
    with pytest.raises(Exception, match="303"):
        calling(it)
    assert len(it.fake.requests) == 1


def test_a_list_that_has_no_end_is_left(it: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tt_integrations.adapters.providers.github.rest.MOST_PAGES", 5)
    number = hooked(it)
    log = f"https://api.github.com/repositories/{it.repository.id}/hooks/{number}/deliveries"
    endless = answers(json_response([], link=f'<{log}>; rel="next"'))
    it.fake.fail_next("repos/list-webhook-deliveries", endless, times=None)
    with pytest.raises(MalformedPayload, match="more than 5 pages"):
        it.tracker.failed_deliveries(it.access, it.repository, number, it.fake.clock.now())
