"""Whatever is sent, our dialect understands it, distrusts it or finds it malformed; it never falls over."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as st
from slack_requests import FORM, JSON, NOW, SECRET, command, delivery, signed

from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.delivery import Challenge, Ignored, SlashTyped

DIALECT = SlackDialect()
LATIN = st.text(st.characters(max_codepoint=255))
MEDIA_TYPES = st.sampled_from([FORM, JSON, f"{FORM}; charset=utf-8", "text/plain", ""]) | LATIN
NAMES = st.sampled_from(
    ["content-type", "x-slack-request-timestamp", "x-slack-signature", "x-slack-retry-num"]
)
FIELDS = st.sampled_from([*"ab", "team_id", "user_id", "command", "text", "payload", "ssl_check"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS | st.just("type"), inner),
    max_leaves=8,
)
FORMS = st.lists(st.tuples(FIELDS, st.text(st.characters(codec="utf-8")))).map(
    lambda pairs: urlencode(pairs).encode()
)
BODIES = st.binary() | FORMS | VALUES.map(lambda value: json.dumps(value).encode())


@given(st.dictionaries(NAMES, LATIN), BODIES)
@example({"x-slack-request-timestamp": "9" * 5000, "x-slack-signature": "v0=é"}, b"")
def test_arbitrary_requests_are_untrusted(headers: dict[str, str], body: bytes) -> None:
    sent = delivery(body, headers)
    assert DIALECT.greeting(sent) is None or b"ssl_check=1" in body
    assert len(DIALECT.senders(sent)) in (0, 2, 4)
    try:
        DIALECT.verify(sent, SECRET, NOW)
    except Untrusted as error:
        trouble = str(error)
    assert trouble


@given(BODIES, MEDIA_TYPES)
def test_arbitrary_signed_requests_are_understood_or_malformed(body: bytes, kind: str) -> None:
    sent = signed(body, kind)
    DIALECT.verify(sent, SECRET, NOW)
    try:
        arrival = DIALECT.read(sent)
    except MalformedPayload as error:
        assert error.path  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert isinstance(arrival, SlashTyped | Challenge | Ignored)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_typed_comes_through_as_slack_escaped_it_but_for_nul(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    arrival = DIALECT.read(command(text=escaped))
    assert isinstance(arrival, SlashTyped)
    assert arrival.text == text.replace("\0", "")


@given(st.floats(-1000, 1000).map(lambda seconds: timedelta(seconds=seconds)), st.binary())
def test_a_genuine_request_is_accepted_for_five_minutes(away: timedelta, body: bytes) -> None:
    accepted = True
    try:
        DIALECT.verify(signed(body), SECRET, NOW + away)
    except Untrusted:
        accepted = False
    assert accepted == (abs(away) <= timedelta(seconds=300))
