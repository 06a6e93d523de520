"""Slack's own SDK and we agree on what is genuine; where it is lenient or falls over, we refuse."""

from __future__ import annotations

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from slack_requests import NOW, SECRET, STAMP, delivery, signature
from slack_sdk.signature import SignatureVerifier

from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.domain.errors import Untrusted


@frozen
class StandingClock:
    def now(self) -> float:
        return float(STAMP)


OFFICIAL = SignatureVerifier(SECRET, clock=StandingClock())  # type: ignore[arg-type]
BODIES = st.text(st.characters(codec="utf-8"), max_size=50).map(str.encode)


def ours(body: bytes, stamp: str, sent: str) -> bool:
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": sent}
    try:
        SlackDialect().verify(delivery(body, headers), SECRET, NOW)
    except Untrusted:
        return False
    return True


@given(BODIES, st.integers(-305, 305))
def test_we_agree_on_every_age(body: bytes, age: int) -> None:
    stamp = str(STAMP - age)
    sent = signature(body, stamp)
    assert ours(body, stamp, sent) == OFFICIAL.is_valid(body, stamp, sent) == (abs(age) <= 300)


@given(BODIES, BODIES, st.sampled_from([SECRET, "another"]))
def test_we_agree_on_which_body_was_signed(signed: bytes, sent: bytes, secret: str) -> None:
    proof = signature(signed, secret=secret)
    genuine = signed == sent and secret == SECRET
    assert ours(sent, str(STAMP), proof) == OFFICIAL.is_valid(sent, str(STAMP), proof) == genuine


@given(BODIES, st.text(st.characters(codec="ascii")))
def test_we_agree_on_any_signature_of_ascii(body: bytes, sent: str) -> None:
    assert ours(body, str(STAMP), sent) == OFFICIAL.is_valid(body, str(STAMP), sent)


@given(BODIES)
def test_what_the_official_client_signs_we_accept(body: bytes) -> None:
    sent = OFFICIAL.generate_signature(timestamp=str(STAMP), body=body)
    assert sent is not None
    assert ours(body, str(STAMP), sent)


@pytest.mark.parametrize("stamp", [f" {STAMP}", f"{STAMP}\n", "1_531_420_618", "١٥٣١٤٢٠٦١٨"])
def test_a_timestamp_the_official_client_is_lenient_about_is_refused(stamp: str) -> None:
    sent = signature(b"x", stamp)
    assert OFFICIAL.is_valid(b"x", stamp, sent)
    assert not ours(b"x", stamp, sent)


@pytest.mark.parametrize(
    ("body", "stamp", "sent"),
    [
        (b"x", "", "v0=x"),
        (b"x", "1531420618.0", "v0=x"),
        (b"x", "9" * 5000, "v0=x"),
        (b"x", str(STAMP), "v0=é"),
        (b"\xff", str(STAMP), "v0=x"),
    ],
)
def test_what_makes_the_official_client_fall_over_is_refused(
    body: bytes, stamp: str, sent: str
) -> None:
    with pytest.raises((ValueError, TypeError)):
        OFFICIAL.is_valid(body, stamp, sent)
    assert not ours(body, stamp, sent)
