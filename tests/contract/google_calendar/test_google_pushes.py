"""A push is believed by its channel's token, and tells that something changed."""

from __future__ import annotations

import pytest
from google_pushes import CHANNEL, HEADERS, NOW, SECRET, TOKEN, pushed
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.providers.google_calendar.dialect import GoogleDialect
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import Delivery, Ignored
from tt_integrations.domain.model.events import CalendarNews

DIALECT = GoogleDialect()
HEADER_NAMES = st.sampled_from(sorted(HEADERS)) | st.text(max_size=10)


@pytest.mark.parametrize(
    ("state", "news"),
    [
        ("sync", CalendarNews(CHANNEL, first=True)),
        ("exists", CalendarNews(CHANNEL, first=False)),
        ("not_exists", CalendarNews(CHANNEL, first=False)),
        ("renamed", Ignored("renamed")),
    ],
)
def test_the_state_says_what_it_is_about(state: str, news: object) -> None:
    sent = pushed(x_goog_resource_state=state)
    DIALECT.verify(sent, SECRET, NOW)
    assert DIALECT.read(sent) == news


@pytest.mark.parametrize("number", [None, "", "1", "-5", "many"])
@pytest.mark.parametrize("body", [b"", b"{}", b"\xff"])
def test_neither_the_number_nor_a_body_matters(number: str | None, body: bytes) -> None:
    sent = pushed(body, x_goog_message_number=number)
    assert DIALECT.read(sent) == CalendarNews(CHANNEL, first=False)


@pytest.mark.parametrize(
    "token", [None, "", "x", TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), SECRET, "ö", "\ud800"]
)
def test_without_the_right_token_it_is_not_trusted(token: str | None) -> None:
    with pytest.raises(Untrusted):
        DIALECT.verify(pushed(x_goog_channel_token=token), SECRET, NOW)


def test_the_token_of_a_channel_is_good_for_no_other_one() -> None:
    with pytest.raises(Untrusted):
        DIALECT.verify(pushed(x_goog_channel_id="another-one"), SECRET, NOW)
    with pytest.raises(Untrusted):
        DIALECT.verify(pushed(), f"{SECRET}-of-another-connection", NOW)


@pytest.mark.parametrize("token", [None, "", "x", TOKEN])
def test_without_a_secret_nothing_is_trusted(token: str | None) -> None:
    with pytest.raises(Untrusted):
        DIALECT.verify(pushed(x_goog_channel_token=token), "", NOW)


@pytest.mark.parametrize("value", [None, "", "x" * 65, "two words", "ö"])
def test_a_push_that_names_no_channel_comes_from_nowhere_and_is_malformed(
    value: str | None,
) -> None:
    sent = pushed(x_goog_channel_id=value)
    assert DIALECT.senders(sent) == []
    with pytest.raises(MalformedPayload) as error:
        DIALECT.read(sent)
    assert error.value.path == "x-goog-channel-id"


@pytest.mark.parametrize("value", [None, "", "Two Words", "x" * 41])
def test_a_push_without_a_state_is_malformed(value: str | None) -> None:
    with pytest.raises(MalformedPayload) as error:
        DIALECT.read(pushed(x_goog_resource_state=value))
    assert error.value.path == "x-goog-resource-state"


def test_it_comes_from_its_channel() -> None:
    assert DIALECT.senders(pushed()) == [f"channel:{CHANNEL}"]
    assert DIALECT.greeting(pushed(x_goog_resource_state="sync")) is None


def test_the_open_channels_are_the_addresses_of_a_connection() -> None:
    channels = [{"id": "a", "resource": "r"}, {"id": "b"}, {"id": "a"}, {"id": "no good"}, {}, 5]
    assert DIALECT.bindings({"channels": channels}) == [
        (Address("channel:a"), False),
        (Address("channel:b"), False),
    ]


@pytest.mark.parametrize("channels", [None, [], "a", {"id": "a"}, 5])
def test_without_channels_there_are_no_addresses(channels: object) -> None:
    assert DIALECT.bindings({"channels": channels}) == DIALECT.bindings({}) == []


def test_nobody_commands_by_a_calendar() -> None:
    assert not DIALECT.takes_commands
    assert DIALECT.linked(Address("channel:a")) == DIALECT.unlinked() == {}


@given(st.dictionaries(HEADER_NAMES, st.text()), st.binary())
def test_arbitrary_requests_are_untrusted(headers: dict[str, str], body: bytes) -> None:
    sent = Delivery("google_calendar_connector", headers, body)
    assert DIALECT.greeting(sent) is None
    assert len(DIALECT.senders(sent)) <= 1
    with pytest.raises(Untrusted):
        DIALECT.verify(sent, SECRET, NOW)


@given(st.dictionaries(HEADER_NAMES, st.text()), st.binary())
def test_arbitrary_trusted_requests_are_understood_or_malformed(
    headers: dict[str, str], body: bytes
) -> None:
    sent = Delivery("google_calendar_connector", {**HEADERS, **headers}, body)
    try:
        arrival = DIALECT.read(sent)
    except MalformedPayload as error:
        assert error.path in HEADERS  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert isinstance(arrival, CalendarNews | Ignored)
