"""Channels tell us of changes until they end or are stopped; and the list of calendars."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from google_ground import CHANNEL, HERE, ME, NINE, SECRET, Ground, ground, meeting

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.google_calendar.dialect import GoogleDialect
from tt_integrations.adapters.providers.google_calendar.scopes import LIST, READ, WRITE
from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderUnavailable,
)
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.events import CalendarNews, Channel

WATCH, STOP = "calendar.events.watch", "calendar.channels.stop"
LISTED = "calendar.calendarList.list"


@pytest.fixture
def it() -> Ground:
    return ground()


def watched(it: Ground, channel: Channel = CHANNEL) -> Channel:
    return it.calendar.watch(it.access, channel, HERE, SECRET)


def test_what_a_channel_pushes_is_genuine_and_says_that_something_changed(it: Ground) -> None:
    watched(it)
    meeting(it)
    dialect, news = GoogleDialect(), []
    for address, headers, body in it.receiver.got:
        assert address == HERE
        lower = {name.lower(): value for name, value in headers.items()}
        sent = Delivery("google_calendar_connector", lower, body)
        assert list(dialect.senders(sent)) == ["channel:channel-1"]
        dialect.verify(sent, SECRET, NINE)
        news.append(dialect.read(sent))
    assert news == [CalendarNews("channel-1", first=True), CalendarNews("channel-1", first=False)]


def test_each_channel_has_a_token_of_its_own_and_the_secret_is_told_to_nobody(it: Ground) -> None:
    watched(it)
    watched(it, evolve(CHANNEL, id="channel-2"))
    tokens = [headers["X-Goog-Channel-Token"] for _, headers, _ in it.receiver.got]
    assert len(set(tokens)) == len(tokens) == 2
    sent = [request.body for _, request, _ in it.fake.requests]
    assert all(SECRET.encode() not in body for body in sent)


def test_a_channel_is_told_as_google_made_it(it: Ground) -> None:
    made = watched(it)
    assert made.resource
    assert made == evolve(CHANNEL, resource=made.resource)


def test_google_may_end_it_earlier_or_say_nothing_of_its_end(it: Ground) -> None:
    ends = NINE + timedelta(hours=1)
    told = {"resourceId": "r", "expiration": str(int(ends.timestamp() * 1000) + 123)}
    it.fake.fail_next(WATCH, answers(json_response(told)))
    assert watched(it) == Channel("channel-1", "r", "primary", ends + timedelta(milliseconds=123))
    it.fake.fail_next(WATCH, answers(json_response({"resourceId": "r"})))
    assert watched(it).expires == CHANNEL.expires


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"resourceId": 5},
        {"resourceId": "r", "expiration": 5},
        {"resourceId": "r", "expiration": "soon"},
        {"resourceId": "r", "expiration": "9" * 30},
        {"resourceId": "r", "expiration": "-" + "9" * 25},
    ],
)
def test_an_answer_that_is_no_channel_is_malformed(it: Ground, told: dict[str, object]) -> None:
    it.fake.fail_next(WATCH, answers(json_response(told)))
    with pytest.raises(MalformedPayload):
        watched(it)


def test_a_stopped_channel_is_silent_and_may_be_stopped_again(it: Ground) -> None:
    made = watched(it)
    for _ in range(2):
        it.calendar.unwatch(it.access, made)
    meeting(it)
    assert len(it.receiver.got) == 1
    it.fake.fail_next(STOP, answers(json_response({}, 400)))
    with pytest.raises(CallRejected):
        it.calendar.unwatch(it.access, made)


def test_an_id_of_a_channel_is_good_once_also_where_the_answer_was_lost(it: Ground) -> None:
    it.fake.answer_lost(WATCH)
    with pytest.raises(ProviderUnavailable):
        watched(it)
    with pytest.raises(CallRejected, match="channelIdNotUnique"):
        watched(it)
    assert watched(it, evolve(CHANNEL, id="channel-2")).id == "channel-2"


def test_only_https_is_watched(it: Ground) -> None:
    with pytest.raises(CallRejected, match=r"push\.webhookUrlNotHttps"):
        it.calendar.watch(it.access, CHANNEL, "http://tt.example/x", SECRET)


def test_an_address_that_google_will_not_push_to_says_nothing_against_the_token(
    it: Ground,
) -> None:
    refused = it.fake.fault_kinds["by_reason"](401, "push.webhookUrlUnauthorized")
    it.fake.fail_next(WATCH, refused)
    with pytest.raises(CallRejected, match=r"push\.webhookUrlUnauthorized"):
        watched(it)


def test_a_calendar_out_of_sight_cannot_be_watched(it: Ground) -> None:
    with pytest.raises(NotConnected):
        watched(it, evolve(CHANNEL, calendar="nobody@example.org"))


def test_reading_alone_is_enough_to_watch(it: Ground) -> None:
    access = it.with_scopes(READ)
    made = it.calendar.watch(access, CHANNEL, HERE, SECRET)
    it.calendar.unwatch(access, made)
    assert it.fake.memory.channels == {}


def test_calendars_are_listed_by_what_their_owner_calls_them(it: Ground) -> None:
    work = it.fake.add_calendar(ME, "Work")
    it.fake.limit_pages(1)
    assert it.calendar.calendars(it.access) == [(ME, ME), (work, "Work")]
    own = {"items": [{"id": "x", "summary": "theirs", "summaryOverride": "mine"}, {"id": "y"}]}
    it.fake.fail_next(LISTED, answers(json_response(own)))
    assert it.calendar.calendars(it.access) == [("x", "mine"), ("y", "")]


def test_to_see_the_list_takes_a_scope_that_we_do_not_ask_for(it: Ground) -> None:
    with pytest.raises(PermissionMissing) as error:
        it.calendar.calendars(it.with_scopes(WRITE))
    assert error.value.scope == LIST


def test_a_list_without_an_end_is_malformed(it: Ground) -> None:
    endless = answers(json_response({"items": [], "nextPageToken": "p"}))
    it.fake.fail_next(LISTED, endless, times=None)
    with pytest.raises(MalformedPayload, match="pages"):
        it.calendar.calendars(it.access)
