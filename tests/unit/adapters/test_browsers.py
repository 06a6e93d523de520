"""Sessions in cookies, and whether one of our own pages asked for a change."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tt_integrations.adapters.browsers import (
    SessionIdentity,
    cookie,
    cookie_name,
    proof_of,
    require_our_page,
)
from tt_integrations.adapters.identity import FirstIdentity
from tt_integrations.domain.errors import Forged
from tt_integrations.domain.model.people import Asking, Person, PersonId

HERE = "https://tt.example"
SECRET = "a-secret"
ANNA, BEN = (
    Person(PersonId(number), name, ZoneInfo("UTC")) for number, name in ((1, "A"), (2, "B"))
)
IDENTITY = SessionIdentity({SECRET: ANNA}.get, HERE)
COOKIE = f"__Host-tt_session={SECRET}"


def asking(*, changes: bool = False, proof: str = "", **headers: str) -> Asking:
    return Asking({"cookie": COOKIE, **headers}, changes=changes, proof=proof)


def test_over_https_the_cookies_name_lets_nobody_else_set_it() -> None:
    assert cookie_name("x", HERE) == "__Host-x"
    assert cookie_name("x", "http://127.0.0.1:8080") == cookie_name("x", "") == "x"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("a=1", "1"),
        ("b=2; a=1", "1"),
        ("b=2;a = 1 ", "1"),
        ("a=1; a=2", "1"),
        ("a=x=y", "x=y"),
        ("aa=1", ""),
        ("a", ""),
        ("", ""),
        ("; ;=;", ""),
    ],
)
def test_a_cookie_is_found_among_others(header: str, value: str) -> None:
    assert cookie({"cookie": header}, "a") == value


def test_without_cookies_there_is_none() -> None:
    assert cookie({}, "a") == ""


def test_a_known_secret_is_its_person() -> None:
    assert IDENTITY.who(asking()) == ANNA


@pytest.mark.parametrize(
    "header", [f"tt_session={SECRET}", "__Host-tt_session=guess", "__Host-tt_session=", SECRET]
)
def test_any_other_cookie_is_nobodys(header: str) -> None:
    assert IDENTITY.who(asking(cookie=header)) is None


def test_a_change_needs_the_proof_of_that_very_session() -> None:
    assert IDENTITY.who(asking(changes=True, proof=proof_of(SECRET))) == ANNA
    for proof in ("", SECRET, proof_of("another"), proof_of(SECRET)[:-1], "é"):
        with pytest.raises(Forged):
            IDENTITY.who(asking(changes=True, proof=proof))


def test_whoever_has_no_session_needs_no_proof() -> None:
    assert IDENTITY.who(Asking({}, changes=True)) is None


def test_a_proof_tells_nothing_of_its_secret() -> None:
    assert SECRET not in proof_of(SECRET)
    assert len(proof_of(SECRET)) == 64


OTHERS = (
    "https://evil.example",
    "https://tt.example.evil.example",
    "https://tt.example:8443",
    "http://tt.example",
    "null",
    "https://",
    "https://tt.example:port",
    "https://[tt.example",
    "tt.example",
)


@pytest.mark.parametrize("origin", OTHERS)
def test_another_sites_page_asks_in_vain_even_with_the_proof(origin: str) -> None:
    for header in ("origin", "referer"):
        with pytest.raises(Forged):
            IDENTITY.who(asking(changes=True, proof=proof_of(SECRET), **{header: origin}))


def test_looking_is_for_whoever_follows_a_link_from_another_site() -> None:
    assert IDENTITY.who(asking(referer="https://evil.example/")) == ANNA


@pytest.mark.parametrize(
    ("said", "here"),
    [
        ({"origin": HERE}, HERE),
        ({"origin": "https://tt.example:443"}, HERE),
        ({"referer": "https://TT.example/integrations?x=1"}, f"{HERE}/sub"),
        ({"origin": "http://localhost:8080"}, "http://127.0.0.1:8080"),
        ({"origin": "http://[::1]:8080"}, "http://localhost:8080"),
        ({"origin": "https://anybody.example"}, ""),
        ({}, HERE),
    ],
)
def test_our_own_page_is_known_by_its_place(said: dict[str, str], here: str) -> None:
    require_our_page(said, here)
    with pytest.raises(Forged):
        require_our_page({"origin": "https://evil.example"}, here or HERE)


def test_what_the_origin_says_goes_before_the_page() -> None:
    with pytest.raises(Forged):
        require_our_page({"origin": "https://evil.example", "referer": f"{HERE}/"}, HERE)


def test_the_first_who_vouches_says_who_it_is() -> None:
    class Always:
        def who(self, asking: Asking) -> Person:
            return BEN

    assert FirstIdentity((IDENTITY, Always())).who(asking()) == ANNA
    assert FirstIdentity((IDENTITY, Always())).who(Asking({})) == BEN
    assert FirstIdentity((Always(), IDENTITY)).who(asking(changes=True)) == BEN
    assert FirstIdentity((IDENTITY,)).who(Asking({})) is None
