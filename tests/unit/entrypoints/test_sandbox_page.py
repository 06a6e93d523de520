"""The sandbox's page as somebody comes to it: greeted, let in by a click, and told how things stand."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from house import Front, House
from parlour import furnished, words_of
from playmate import PAGE, Playmate, comes_in, playing, told

from tt_integrations.entrypoints.web.pages import POLICY


@pytest.fixture
def stranger(tmp_path: Path) -> Playmate:
    with playing(tmp_path, who="") as mate:
        yield mate  # type: ignore[misc]


def test_the_bare_address_leads_to_the_sandbox(stranger: Playmate) -> None:
    got = stranger.http.get("/")
    assert (got.status_code, got.headers["location"]) == (303, PAGE)


def test_who_is_signed_out_is_greeted_and_sees_nothing_of_anybodys(stranger: Playmate) -> None:
    page = stranger.sees()
    assert "Be Anna" in words_of(page)
    assert "Be Ben" in words_of(page)
    for part in ("Timesheet", "data-pane", "sandbox.js", "Planning"):
        assert part not in page
    assert stranger.http.get(PAGE).headers["content-security-policy"] == POLICY


def test_somebody_comes_in_by_one_click(stranger: Playmate) -> None:
    assert comes_in(stranger, "Ben").headers["location"] == PAGE
    assert "Timesheet of Ben Birch" in stranger.reads("timesheet")


def test_one_becomes_the_other_by_one_click_and_is_offered_what_they_can_do(
    stranger: Playmate,
) -> None:
    comes_in(stranger, "Anna")
    assert "/tt start web" in stranger.reads("slack")
    assert "/tt link" not in stranger.reads("slack")
    assert comes_in(stranger, "Ben").headers["location"] == PAGE
    assert "Timesheet of Ben Birch Be Anna" in stranger.reads("timesheet")
    assert "/tt start support /tt link" in stranger.reads("slack")


def test_a_click_of_another_sites_page_signs_nobody_in(stranger: Playmate) -> None:
    page = stranger.sees()
    password = stranger.box.description["people"][0]["password"]
    assert password in page
    fields = {"username": "anna", "password": password, "next": PAGE, "csrf_token": "0" * 64}
    got = stranger.http.post("/sign-in", data=fields)
    assert got.status_code == 403
    assert "Timesheet" not in stranger.sees()


@pytest.mark.parametrize("deed", ["say", "connect", "turn", "recover"])
def test_who_is_signed_out_does_nothing(stranger: Playmate, deed: str) -> None:
    got = stranger.http.post(f"{PAGE}/{deed}", data={"text": "/tt start web", "who": "anna"})
    assert (got.status_code, got.headers["location"].partition("?")[0]) == (303, "/sign-in")


def test_the_first_look_says_how_everything_stands_and_what_to_try(tmp_path: Path) -> None:
    with playing(tmp_path) as mate:
        assert "Active" in mate.reads("slack")
        assert "Not connected Connect the sandbox's repository" in mate.reads("github")
        google = mate.reads("google")
        for said in (
            "Not connected Connect the sandbox's calendar",
            "Dentist",
            "private",
            "Lunch talk",
            "declined",
            "Company day",
            "all day",
            "Interview",
            "not over yet",
        ):
            assert said in google
        assert "Nothing was written down." in mate.reads("timesheet")
        page = mate.sees()
        assert "Break something" in words_of(page)
        for path in ("/integrations", "/integrations/activity"):
            assert f'href="{path}"' in page
        assert '<a href="/sandbox" aria-current="page">Sandbox</a>' in page
        assert '<a href="/sandbox">Sandbox</a>' in mate.sees("/integrations")
        assert mate.http.get(PAGE).headers["content-security-policy"] == POLICY


def test_a_look_for_the_panes_alone_leaves_what_is_to_be_told(tmp_path: Path) -> None:
    with playing(tmp_path) as mate:
        assert mate.posts("turn", by="minutes").status_code == 303
        assert told(mate.sees(f"{PAGE}?panes=1")) == ""
        assert told(mate.sees()) == "The clock was turned by 5 min. What is due happens now."
        assert told(mate.sees()) == ""


def test_a_service_without_a_sandbox_has_no_such_page(house: House, front: Front) -> None:
    front.behind = furnished(house)
    for method, path in (("GET", PAGE), ("POST", f"{PAGE}/say")):
        assert house.http.request(method, path).status_code == 404


def test_another_identity_is_told_apart_from_nobody(stranger: Playmate) -> None:
    token = stranger.box.description["people"][1]["token"]
    headers = {"authorization": f"Bearer {token}"}
    got = httpx.get(f"{stranger.box.url}{PAGE}", headers=headers, trust_env=False)
    assert "Timesheet of Ben Birch" in words_of(got.text)
