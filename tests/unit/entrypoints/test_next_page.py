"""Where signing in leads: nowhere but here."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.entrypoints.web.next_page import HOME, local

AWAY = [
    None,
    7,
    "",
    "integrations",
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/a\\b",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\x00",
    "/ /evil.example",
    " /integrations",
    "/\x7f",
    "javascript:alert(1)",
    "/" + "a" * 2000,
]


@pytest.mark.parametrize("path", AWAY)
def test_what_could_lead_elsewhere_leads_home(path: object) -> None:
    assert local(path) == HOME


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/integrations",
        "/integrations/activity?result=failed&before=7",
        "/a//b",
        "/ä",
        "/%2f%2fx",
    ],
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert local(path) == path


@given(st.text(st.sampled_from("/\\:.@?#\t\r\n evil")).map(lambda text: f"/{text}"))
def test_whatever_is_typed_stays_on_the_host(path: str) -> None:
    # what a browser does before it looks: tabs and line ends away, backslashes turned
    seen = "".join(each for each in local(path) if each not in "\t\r\n").replace("\\", "/")
    assert urlsplit(urljoin("https://tt.example/sign-in", seen)).netloc == "tt.example"
