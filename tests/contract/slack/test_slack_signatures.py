"""Whether a request is genuine: Slack's signature, version v0.

Source: docs.slack.dev, authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from slack_requests import NOW, SECRET, STAMP, command, delivery, signature, signed

from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.domain.errors import Untrusted

DIALECT = SlackDialect()
OFFICIAL_BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
    b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
OFFICIAL_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
BODY = b"text=hello"
GENUINE = signature(BODY)


def accepted(
    body: bytes = BODY, stamp: str | None = str(STAMP), sent: str | None = GENUINE
) -> bool:
    return verdict(body, stamp, sent, NOW)


def verdict(body: bytes, stamp: str | None, sent: str | None, now: datetime) -> bool:
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": sent}
    given = {name: value for name, value in headers.items() if value is not None}
    try:
        DIALECT.verify(delivery(body, given), SECRET, now)
    except Untrusted:
        return False
    return True


def test_the_official_example_is_genuine() -> None:
    assert accepted(OFFICIAL_BODY, sent=OFFICIAL_SIGNATURE)


def test_the_same_form_encoded_another_way_is_not_what_was_signed() -> None:
    assert not accepted(OFFICIAL_BODY.replace(b"%2F", b"/"), sent=OFFICIAL_SIGNATURE)


@pytest.mark.parametrize("away", [0, 1, 299, 300, 299.999])
def test_up_to_300_seconds_old_or_ahead_is_accepted(away: float) -> None:
    for now in (NOW + timedelta(seconds=away), NOW - timedelta(seconds=away)):
        assert verdict(BODY, str(STAMP), GENUINE, now)


@pytest.mark.parametrize("away", [300.001, 300.5, 301, 400, 86_400, 10_000_000])
def test_more_than_300_seconds_old_or_ahead_is_refused(away: float) -> None:
    for now in (NOW + timedelta(seconds=away), NOW - timedelta(seconds=away)):
        assert not verdict(BODY, str(STAMP), GENUINE, now)


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        " ",
        "yesterday",
        "0x5b4794ca",
        "1531420618.0",
        "1531420618 ",
        " 1531420618",
        "1531420618\n",
        "+1531420618",
        "-1531420618",
        "1_531_420_618",
        "1.531420618e9",
        "١٥٣١٤٢٠٦١٨",
        "１５３１４２０６１８",
        "0001531420618",
        "nan",
        "inf",
        "9" * 5000,
    ],
)
def test_a_malformed_timestamp_is_refused_even_if_signed(stamp: str) -> None:
    assert not accepted(stamp=stamp, sent=signature(BODY, stamp))


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "v0=",
        "v0",
        GENUINE.upper(),
        "v0=" + GENUINE[3:].upper(),
        GENUINE.replace("v0", "v1"),
        GENUINE[3:],
        GENUINE[:-1],
        GENUINE + "0",
        GENUINE + "\n",
        " " + GENUINE,
        f"{GENUINE},{GENUINE}",
        "sha256=" + GENUINE[3:],
        "v0=é",
        "v0=\udcff",
        "v0=" + "٠" * 64,
        "v0=garbage",
    ],
)
def test_a_malformed_signature_is_refused(sent: str) -> None:
    assert not accepted(sent=sent)


def test_missing_headers_are_refused() -> None:
    assert not accepted(stamp=None)
    assert not accepted(sent=None)
    assert not accepted(stamp=None, sent=None)


def test_the_timestamp_is_signed_along() -> None:
    assert not accepted(stamp=str(STAMP + 1))


def test_another_secret_does_not_do() -> None:
    assert not accepted(sent=signature(BODY, secret="8f742231b10e8888abcd99yyyzzz85a6"))


def test_the_secret_is_text_though_it_looks_like_hexadecimal() -> None:
    secret, body = "abcdef0123456789", b"x"
    as_bytes = signature(body, secret=bytes.fromhex(secret).decode("latin-1"))
    with pytest.raises(Untrusted):
        DIALECT.verify(_with(body, as_bytes), secret, NOW)
    DIALECT.verify(_with(body, signature(body, secret=secret)), secret, NOW)


def _with(body: bytes, sent: str) -> object:
    headers = {"x-slack-request-timestamp": str(STAMP), "x-slack-signature": sent}
    return delivery(body, headers)


def test_an_empty_secret_trusts_nobody() -> None:
    with pytest.raises(Untrusted, match="no signing secret"):
        DIALECT.verify(_with(BODY, signature(BODY, secret="")), "", NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"x" * 100_000])
def test_whatever_bytes_were_signed_are_genuine(body: bytes) -> None:
    assert accepted(body, sent=signature(body))


def test_one_changed_byte_is_refused() -> None:
    assert not accepted(BODY + b" ")
    assert not accepted(BODY[:-1])


def test_no_error_shows_the_secret_or_the_signature_it_expected() -> None:
    with pytest.raises(Untrusted) as caught:
        DIALECT.verify(_with(BODY, "v0=guess"), SECRET, NOW)  # type: ignore[arg-type]
    assert SECRET not in str(caught.value)
    assert GENUINE not in str(caught.value)


def test_a_delivery_does_not_show_what_was_sent() -> None:
    shown = repr(command(text="start secret project"))
    assert "secret" not in shown
    assert signed(BODY).headers["x-slack-signature"] not in shown
