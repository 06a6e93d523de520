"""What happened to a timer is said in a channel, once, in order, or the reason why it was not is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from aviary import CHANNEL, Aviary
from news import entry, sent, started, stopped, taken_back
from tt_integrations.domain.model.chat import (
    MessageRef,
    Notice,
    StartNotice,
    StopNotice,
    TakenBackNotice,
)
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.model.work import (
    Done,
)

FIRST = MessageRef(CHANNEL, "1")


def test_what_happened_is_said_in_the_channel(
    aviary: Aviary, ann: Person, connection: Connection, timer: Timer
) -> None:
    for news in (started(timer), stopped(timer), taken_back(timer)):
        assert sent(aviary, connection, news) == Done()
    notices: list[Notice] = [
        StartNotice(ann, timer),
        StopNotice(ann, entry(timer)),
        TakenBackNotice(ann, timer),
    ]
    assert aviary.parrot.posted == [(CHANNEL, notice) for notice in notices]
    assert aviary.parrot.edited == []


def test_a_live_message_of_a_start_becomes_that_of_its_stop(
    aviary: Aviary, ann: Person, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    assert sent(aviary, live, stopped(timer)) == Done()
    assert aviary.parrot.posted == [(CHANNEL, StartNotice(ann, timer))]
    assert aviary.parrot.edited == [(FIRST, StopNotice(ann, entry(timer)))]


def test_a_live_message_of_a_start_says_that_it_was_taken_back_or_runs_again(
    aviary: Aviary, ann: Person, live: Connection, timer: Timer
) -> None:
    for news in (started(timer), stopped(timer), started(timer), taken_back(timer)):
        assert sent(aviary, live, news) == Done()
    assert len(aviary.parrot.posted) == 1
    assert [notice for _, notice in aviary.parrot.edited] == [
        StopNotice(ann, entry(timer)),
        StartNotice(ann, timer),
        TakenBackNotice(ann, timer),
    ]


def test_a_live_message_stays_where_it_is_when_the_channel_changes(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    aviary.set(live, Changes({"channel_id": "elsewhere"}))
    sent(aviary, live, stopped(timer))
    assert [message for message, _ in aviary.parrot.edited] == [FIRST]


def test_a_live_message_that_somebody_deleted_is_posted_anew(
    aviary: Aviary, ann: Person, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    aviary.parrot.deleted = {"1"}
    assert sent(aviary, live, stopped(timer)) == Done()
    assert aviary.parrot.posted[1:] == [(CHANNEL, StopNotice(ann, entry(timer)))]
    assert aviary.state(live) is ConnectionState.ACTIVE


def test_only_the_message_of_a_start_is_live(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, stopped(timer))  # whose start was never said
    sent(aviary, live, taken_back(timer))
    assert aviary.parrot.edited == []
    assert len(aviary.parrot.posted) == 2


def test_a_message_belongs_to_its_timer_and_not_to_a_later_one_of_the_same_number(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    other = evolve(timer, started=timer.started + timedelta(minutes=1))
    sent(aviary, live, started(other))
    assert aviary.parrot.edited == []
    assert len(aviary.parrot.posted) == 2


@pytest.mark.parametrize("state", [ConnectionState.PAUSED, ConnectionState.NEEDS_RECONNECT])
def test_a_connection_that_stopped_working_says_nothing(
    aviary: Aviary, connection: Connection, timer: Timer, state: ConnectionState
) -> None:
    aviary.put(connection, state)
    assert sent(aviary, connection, started(timer)) == Done()
    assert aviary.parrot.tokens == []


def test_nothing_is_said_without_a_channel_or_a_connection(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    assert sent(aviary, evolve(connection, id=99), started(timer)) == Done()
    aviary.set(connection, Changes({"channel_id": None}))
    assert sent(aviary, connection, started(timer)) == Done()
    assert aviary.parrot.tokens == []


def test_nothing_is_said_of_somebody_who_was_deactivated(aviary: Aviary) -> None:
    gone = aviary.person("Gone", active=False)
    connection, timer = aviary.talking(gone), aviary.start(gone)
    assert sent(aviary, connection, started(timer)) == Done()
    assert aviary.parrot.tokens == []


def test_a_chat_that_is_not_set_up_any_more_says_nothing(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    notice = evolve(aviary.notice, chats={})
    assert notice(aviary.job(connection, started(timer)), started(timer)) == Done()
    assert aviary.parrot.tokens == []
