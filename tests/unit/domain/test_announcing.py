"""Who is told what of somebody's timer, and who carries out what was stored for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from pigeon import KEY
from tt_integrations.domain.model.announcements import (
    Announcement,
    TimerStarted,
    TimerStopped,
    TimerTakenBack,
)
from tt_integrations.domain.model.chat import Period, SummaryNotice
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.model.people import Person, Rounding
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    Done,
    PostSummary,
    TellOwner,
    UnknownWork,
)
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.announce_timer import AnnounceTimer


def stopped(timer: Timer) -> TimerStopped:
    return TimerStopped(timer.stopped(timer.started + timedelta(hours=1), Rounding()))


def announced(aviary: Aviary, event: Announcement) -> frozenset[str]:
    announce = Announce({KEY: aviary.parrot})
    return AnnounceTimer(aviary.work, aviary.clock, announce)(event)


def test_what_happened_is_stored_in_order_and_said_to_nobody_yet(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    events = (TimerStarted(timer), stopped(timer), TimerTakenBack(timer))
    assert [announced(aviary, event) for event in events] == [frozenset({KEY})] * 3
    jobs = aviary.jobs()
    assert [job.work for job in jobs] == [
        AnnounceStart(events[0]),
        AnnounceStop(events[1]),
        AnnounceTakenBack(events[2]),
    ]
    assert {job.key for job in jobs} == {f"chat:{connection.id}"}
    assert aviary.parrot.tokens == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, [True, True, True]),
        ({"starts": False}, [False, True, False]),
        ({"stops": False}, [True, False, True]),
        ({"channel_id": None}, [False, False, False]),
    ],
)
def test_a_chat_is_told_what_its_owner_wants_said(
    aviary: Aviary,
    connection: Connection,
    timer: Timer,
    settings: dict[str, object],
    told: list[bool],
) -> None:
    aviary.set(connection, Changes(settings))
    events = (TimerStarted(timer), stopped(timer), TimerTakenBack(timer))
    assert [bool(announced(aviary, event)) for event in events] == told


def test_only_chats_of_the_person_that_work_are_told(
    aviary: Aviary, ann: Person, connection: Connection, timer: Timer
) -> None:
    aviary.talking(aviary.person("Ben"))
    aviary.loft.store.add_connection("owl_connector", ann, {"channel_id": "x"}, works=True)
    announced(aviary, TimerStarted(timer))
    assert [job.connection for job in aviary.jobs()] == [connection.id]
    aviary.put(connection, ConnectionState.PAUSED)
    assert announced(aviary, TimerStarted(timer)) == frozenset()


def test_without_chats_nobody_is_looked_for(aviary: Aviary, timer: Timer) -> None:
    with aviary.work() as tx:
        assert Announce()(tx, TimerStarted(timer), aviary.clock.now()) == frozenset()


def test_what_is_stored_becomes_lasting_with_its_transaction_only(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    with aviary.work() as tx:
        Announce({KEY: aviary.parrot})(tx, TimerStarted(timer), aviary.clock.now())
    assert aviary.jobs() == []


def test_stored_work_finds_who_does_it(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    told: list[tuple[int, str]] = []
    carry_out = aviary.carry_out(lambda whose, reason: told.append((whose.id, reason)))
    for event in (TimerStarted(timer), stopped(timer), TimerTakenBack(timer)):
        announced(aviary, event)
    for job in aviary.jobs():
        assert carry_out(job) == Done()
    day = PostSummary(Period.DAILY, date(2026, 3, 2))
    assert carry_out(aviary.job(connection, day)) == Done()
    kinds = [type(notice).__name__ for _, notice in aviary.parrot.posted]
    assert kinds == ["StartNotice", "StopNotice", "TakenBackNotice", SummaryNotice.__name__]
    assert carry_out(aviary.job(connection, TellOwner("it ended"))) == Done()
    assert told == [(connection.id, "it ended")]


def test_work_that_another_version_stored_is_nothing_to_guess_at(
    aviary: Aviary, connection: Connection
) -> None:
    carry_out = aviary.carry_out(lambda *_: None)
    with pytest.raises(LookupError, match="Sing"):
        carry_out(evolve(aviary.job(connection, TellOwner("")), work=UnknownWork("Sing")))
    assert aviary.parrot.tokens == []


def test_the_owner_of_a_connection_that_is_gone_is_told_nothing(
    aviary: Aviary, connection: Connection
) -> None:
    def tell(whose: Connection, reason: str) -> None:
        raise AssertionError((whose, reason))

    carry_out = aviary.carry_out(tell)
    with aviary.loft.store.unit_of_work() as tx:
        del tx.tables.connections[connection.id]
        tx.commit()
    assert carry_out(aviary.job(connection, TellOwner("it ended"))) == Done()
