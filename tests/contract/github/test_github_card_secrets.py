"""Tokens, secrets and keys as they are entered on the card of a GitHub connection."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest
from github_keys import elliptic, in_pkcs8, of_others, rsa_pem, with_password

from tt_integrations.adapters.providers.github.settings import accept, describe
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes

TOKEN = "github_pat_11AAAA_b"
PEM = rsa_pem()


def test_of_a_secret_only_whether_it_is_stored_is_shown() -> None:
    shown = describe({"github_token": "sealed-canary", "webhook_secret": "", "unknown": 5})
    assert (shown["has_github_token"], shown["has_webhook_secret"]) == (True, False)
    assert "canary" not in repr(shown)
    assert "unknown" not in shown


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_secret_keeps_the_old_one(blank: str | None) -> None:
    names = ("github_token", "webhook_secret", "app_private_key", "rotate_webhook_secret")
    assert accept(dict.fromkeys(names, blank)) == Changes()


def test_secrets_are_kept_apart_and_out_of_sight() -> None:
    changes = accept({"github_token": f" {TOKEN}\n", "webhook_secret": "s"})
    assert changes.secrets == {"github_token": TOKEN, "webhook_secret": "s"}
    assert TOKEN not in repr(changes)
    assert accept({"webhook_secret": "s"}) == Changes({}, {"webhook_secret": "s"})


def test_a_token_takes_the_place_of_an_app_and_an_app_that_of_a_token() -> None:
    assert accept({"github_token": TOKEN}) == Changes(
        {"app_private_key": None}, {"github_token": TOKEN}
    )
    assert accept({"app_private_key": PEM}) == Changes(
        {"github_token": None}, {"app_private_key": PEM}
    )
    with pytest.raises(InvalidSettings, match="not both"):
        accept({"app_private_key": PEM, "github_token": TOKEN})


def test_a_private_key_may_come_with_the_line_ends_of_any_system() -> None:
    pasted = "  " + PEM.replace("\n", "\r\n") + "\r\n"
    assert accept({"app_private_key": pasted}).secrets == {"app_private_key": PEM}


@pytest.mark.parametrize("of_kind", [in_pkcs8, rsa_pem])
def test_a_private_key_may_be_of_either_form(of_kind: Callable[[], str]) -> None:
    pem = of_kind()
    assert accept({"app_private_key": pem}).secrets == {"app_private_key": pem}


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("no key at all", "whole .pem"),
        (PEM[: len(PEM) // 2], "whole .pem"),
        (5, "whole .pem"),
        ("x" * 30_000, "whole .pem"),
        ("\ud800", "whole .pem"),
        (rsa_pem(1024), "2048 bits"),
        (elliptic(), "RSA"),
        (with_password(), "password"),
        (of_others(), "whole .pem"),
    ],
    ids=[
        "words",
        "half",
        "number",
        "long",
        "odd",
        "short",
        "curve",
        "locked",
        "public",
    ],
)
def test_what_is_no_private_key_of_an_app_is_refused_and_not_repeated(
    key: object, why: str
) -> None:
    with pytest.raises(InvalidSettings, match=why) as invalid:
        accept({"app_private_key": key})
    told = "".join(traceback.format_exception(invalid.value))
    assert invalid.value.field == "app_private_key"
    assert not any(line in told for line in str(key).splitlines() if len(line) > 10)


@pytest.mark.parametrize(("typed", "renews"), [("on", True), (True, True), ("no", False)])
def test_the_webhook_secret_is_made_anew_when_that_is_asked(typed: object, *, renews: bool) -> None:
    assert accept({"rotate_webhook_secret": typed}) == Changes(renews_secret=renews)


def test_a_token_may_be_long_and_have_dots() -> None:
    long = f"ghs_1_{'x' * 600}.y.z"
    assert accept({"github_token": long}).secrets == {"github_token": long}


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(InvalidSettings) as invalid:
        accept({"github_token": f"{TOKEN} {TOKEN}"})
    assert TOKEN not in repr(invalid.value)
