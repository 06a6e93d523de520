"""Slack sends commands to us: their form, their signature, and what becomes of the answer."""

from __future__ import annotations

import pytest
from command_app import NOW, SECRET, App
from slack_sdk.signature import SignatureVerifier

from tt_integrations.adapters.providers.slack.fake import FakeSlack, Signing


class At:
    """slack_sdk's verifier asks a clock for seconds."""

    def now(self) -> float:
        return NOW.timestamp()


def verified(app: App) -> bool:
    _, headers, body = app.got[-1]
    verifier = SignatureVerifier(SECRET, At())
    return verifier.is_valid_request(body, {k.lower(): v for k, v in headers.items()})


def test_a_command_carries_every_documented_field(fake: FakeSlack, app: App) -> None:
    fake.slash("/tt start web", "ada")

    form = app.form()
    assert {k: form[k] for k in ("command", "text", "user_id", "user_name", "channel_id")} == {
        "command": "/tt",
        "text": "start web",
        "user_id": "U0ADA",
        "user_name": "ada",
        "channel_id": "C0GENERAL",
    }
    assert {
        k: form[k] for k in ("team_id", "team_domain", "api_app_id", "is_enterprise_install")
    } == {
        "team_id": "T0SANDBOX",
        "team_domain": "sandbox",
        "api_app_id": "A0SANDBOX",
        "is_enterprise_install": "false",
    }
    assert form["response_url"].startswith("https://slack.test/commands/T0SANDBOX/")
    assert {"token", "trigger_id", "channel_name"} <= form.keys()
    assert app.got[0][0] == "https://tt.example/slack"


def test_a_command_without_words_has_an_empty_text(fake: FakeSlack, app: App) -> None:
    fake.slash("/tt", "ada")
    assert app.form()["text"] == ""


def test_an_enterprise_and_other_places_are_named(fake: FakeSlack, app: App) -> None:
    fake.add_team("T0BIG", "Big", enterprise="E0BIG")
    fake.add_channel("board", kind="private", team="T0BIG")
    fake.slash("/tt", "U0BOB", channel="board", team="T0BIG")
    assert (app.form()["enterprise_id"], app.form()["channel_name"]) == ("E0BIG", "privategroup")
    fake.slash("/tt", "ada", channel="ada")
    assert app.form()["channel_name"] == "directmessage"


def test_typed_text_is_escaped_and_names_are_resolved_on_demand(fake: FakeSlack, app: App) -> None:
    fake.slash("/tt start a&b <x> @ada", "ada")
    assert app.form()["text"] == "start a&amp;b &lt;x&gt; @ada"
    fake.configure(escapes_names=True)
    fake.add_channel("board", "C0BOARD", kind="private")
    fake.slash("/tt for @ada in #general #board @nobody", "ada")
    assert app.form()["text"] == "for <@U0ADA> in <#C0GENERAL|general> <#C0BOARD|> @nobody"


def test_the_official_verifier_accepts_the_signature(fake: FakeSlack, app: App) -> None:
    fake.slash("/tt start wéb", "ada")
    assert verified(app)


@pytest.mark.parametrize("seconds", [300, -300])
def test_a_signature_of_five_minutes_is_accepted(fake: FakeSlack, app: App, seconds: int) -> None:
    fake.slash("/tt", "ada", sign_with={"age": seconds})
    assert verified(app)


@pytest.mark.parametrize(
    "flaw",
    [
        "wrong_secret",
        "old",
        "future",
        "garbage_signature",
        "empty_signature",
        "other_version",
        "upper_case",
        "unsigned",
        Signing(age=301),
    ],
)
def test_the_official_verifier_rejects_every_flaw(
    fake: FakeSlack, app: App, flaw: str | Signing
) -> None:
    fake.slash("/tt", "ada", sign_with=flaw)
    assert not verified(app)


@pytest.mark.parametrize(
    ("flaw", "sent"),
    [
        ("garbage", "yesterday"),
        ("text_timestamp", "yesterday"),
        ("empty_timestamp", ""),
        ("float_timestamp", "1531420618.0"),
        ("huge_timestamp", "9" * 5000),
    ],
)
def test_timestamps_that_crash_careless_verifiers_can_be_sent(
    fake: FakeSlack, app: App, flaw: str, sent: str
) -> None:
    fake.slash("/tt", "ada", sign_with=flaw)
    assert app.got[-1][1]["X-Slack-Request-Timestamp"] == sent


def test_the_published_example_has_the_published_signature() -> None:
    from tt_integrations.adapters.providers.slack.fake.signing import digest

    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert digest(SECRET, "1531420618", body) == expected
