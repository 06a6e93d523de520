"""Recorded requests beside the connector, each with what it means: they are the specification of our dialect.

A sample is `<name>.http`, the request word for word (one line end after the body is not part of it), and
`<name>.json`: `greeting` for what is answered unsigned, else the claimed `senders` and the `arrival`.
"""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from slack_requests import NOW, SECRET
from slack_sdk.signature import Clock, SignatureVerifier

from samples import Sample, Samples
from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.providers.slack.speech import write
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Arrival,
    ButtonPressed,
    Challenge,
    GrantEnded,
    Ignored,
    SlashTyped,
)

SAMPLES = Samples("slack", "slack_connector")
DIALECT = SlackDialect()
WANTED = {
    "slash_start",
    "slash_without_text",
    "ssl_check",
    "url_verification",
    "event_app_uninstalled",
    "app_rate_limited",
    "block_actions",
    "button_pressed",
    "event_tokens_revoked",
    "event_user_tokens_revoked",
    "view_submission",
}

ALL = SAMPLES.all()
SIGNED = [sample for sample in ALL if "arrival" in sample.expected()]


def as_value(arrival: Arrival) -> dict[str, Any]:
    match arrival:
        case SlashTyped(_, text, sender, address, reply_to):
            said = {"text": text, "sender": sender, "address": address, "reply_to": reply_to}
            return {"kind": "SlashTyped", **said}
        case ButtonPressed(_, text, sender, address, person, reply_to):
            said = {"text": text, "sender": sender, "address": address, "reply_to": reply_to}
            return {"kind": "ButtonPressed", "meant_for": person, **said}
        case GrantEnded(reason):
            return {"kind": "GrantEnded", "reason": reason}
        case Challenge(token):
            return {"kind": "Challenge", "token": token}
        case Ignored(word):
            return {"kind": "Ignored", "word": word}


class RecordedClock(Clock):
    def now(self) -> float:
        return NOW.timestamp()


def test_there_is_a_sample_of_everything_slack_sends_us() -> None:
    assert SAMPLES.names(".http") >= WANTED


def test_every_sample_has_its_meaning_beside_it() -> None:
    assert SAMPLES.names(".http") == SAMPLES.names(".json")


@pytest.mark.parametrize("sample", SIGNED, ids=lambda sample: sample.name)
def test_a_recorded_request_is_genuine_to_us_and_to_the_official_client(sample: Sample) -> None:
    sent = sample.delivery()
    DIALECT.verify(sent, SECRET, NOW)
    assert SignatureVerifier(SECRET, RecordedClock()).is_valid_request(
        sent.body, dict(sent.headers)
    )


@pytest.mark.parametrize("sample", SIGNED, ids=lambda sample: sample.name)
def test_a_recorded_request_comes_from_whom_it_claims(sample: Sample) -> None:
    assert list(DIALECT.senders(sample.delivery())) == sample.expected()["senders"]


@pytest.mark.parametrize("sample", SIGNED, ids=lambda sample: sample.name)
def test_a_recorded_request_means_what_is_written_beside_it(sample: Sample) -> None:
    sent = sample.delivery()
    assert DIALECT.greeting(sent) is None
    assert as_value(DIALECT.read(sent)) == sample.expected()["arrival"]


@pytest.mark.parametrize("sample", SIGNED, ids=lambda sample: sample.name)
def test_a_recorded_request_that_was_cut_short_is_not_genuine(sample: Sample) -> None:
    sent = sample.delivery()
    with pytest.raises(Untrusted):
        DIALECT.verify(evolve(sent, body=sent.body[:-1]), SECRET, NOW)


def test_the_recorded_ssl_check_is_greeted_without_a_signature() -> None:
    sample = SAMPLES.one("ssl_check")
    greeting = DIALECT.greeting(sample.delivery())
    assert sample.expected() == {"greeting": type(greeting).__name__}
    assert isinstance(greeting, AddressCheck)
    assert write(greeting).body == b""


def test_the_recorded_ssl_check_is_no_command() -> None:
    with pytest.raises(MalformedPayload):
        DIALECT.read(SAMPLES.one("ssl_check").delivery())
