"""Whatever a chat does and whenever a worker dies: nothing is said twice, and all that is said is said in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from attrs import define, evolve, field
from hypothesis import given
from hypothesis import strategies as st

from aviary import CHANNEL, Aviary
from parrot import Parrot
from pigeon import KEY
from tt_integrations.domain.errors import OutcomeUnknown, ProviderUnavailable
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.chat import (
    Access,
    MessageRef,
    Notice,
    StartNotice,
    StopNotice,
)
from tt_integrations.domain.model.people import Person, Rounding
from tt_integrations.domain.model.timesheet import EntryId, Timer
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.carry_out import CarryOut

LEASE = timedelta(minutes=2)
HARMLESS = ("works", "limited", "down")
FATES = (*HARMLESS, "lost before", "lost after", "died before", "died after")


class WorkerDied(BaseException):
    """What no handler catches."""


@define
class Moody(Parrot):
    """Each call meets its fate; when they are used up, all works."""

    fates: Iterator[str] = field(factory=lambda: iter(()))

    def post(self, access: Access, channel: str, notice: Notice) -> MessageRef:
        fate = next(self.fates, "works")
        self._before(fate)
        message = Parrot.post(self, access, channel, notice)
        self._after(fate)
        return message

    def edit(self, access: Access, message: MessageRef, notice: Notice) -> None:
        fate = next(self.fates, "works")
        self._before(fate)
        Parrot.edit(self, access, message, notice)
        self._after(fate)

    def _before(self, fate: str) -> None:
        match fate:
            case "limited":
                raise ProviderUnavailable("too often", 30)
            case "down":
                raise ProviderUnavailable("down")
            case "lost before":
                raise OutcomeUnknown("lost")
            case "died before":
                raise WorkerDied

    def _after(self, fate: str) -> None:
        match fate:
            case "lost after":
                raise OutcomeUnknown("lost")
            case "died after":
                raise WorkerDied


def announced(aviary: Aviary, person: Person, timers: int) -> list[Notice]:
    """What is to be said of so many timers, one after the other."""
    announce, said = Announce({KEY: aviary.parrot}), list[Notice]()
    first = aviary.start(person)
    with aviary.work() as tx:
        for number in range(timers):
            timer: Timer = evolve(first, id=EntryId(first.id + number))
            entry = timer.stopped(timer.started + timedelta(hours=1), Rounding())
            announce(tx, TimerStarted(timer), aviary.clock.now())
            announce(tx, TimerStopped(entry), aviary.clock.now())
            said += [StartNotice(person, timer), StopNotice(person, entry)]
        tx.commit()
    return said


def worked_off(aviary: Aviary) -> None:
    """What a worker does that is started anew whenever it dies, until nothing waits any more."""
    carry_out = aviary.carry_out(lambda *_: None)
    for _ in range(200):
        with aviary.work() as tx:
            job = tx.jobs.take(aviary.clock.now(), LEASE)
            tx.commit()
        if job is None:
            aviary.clock.advance(30)
        else:
            carried_out(aviary, carry_out, job)


def carried_out(aviary: Aviary, carry_out: CarryOut, job: Job) -> None:
    try:
        result = carry_out(job)
    except WorkerDied:
        return
    now = aviary.clock.now()
    with aviary.work() as tx:
        match result:
            case Done():
                tx.jobs.finish(job)
            case Again(after):
                tx.jobs.give_back(job, now + after)
            case GivenUp(reason):
                tx.jobs.give_up(job, now, reason)
        tx.commit()


def moody(fates: list[str], *, live: bool = False) -> tuple[Aviary, Person]:
    aviary = Aviary()
    aviary.parrot = Moody(aviary.parrot.in_transaction, fates=iter(fates))
    person = aviary.person()
    aviary.talking(person, live=live)
    return aviary, person


fates = st.lists(st.sampled_from(FATES), max_size=12)


@given(fates, st.integers(1, 3))
def test_each_message_is_posted_once_at_most_and_in_order(fates: list[str], timers: int) -> None:
    aviary, person = moody(fates)
    wanted = announced(aviary, person, timers)
    worked_off(aviary)
    said = [notice for _, notice in aviary.parrot.posted]
    assert said == [notice for notice in wanted if notice in said]
    assert len(said) >= len(wanted) - sum(fate not in HARMLESS for fate in fates)


@given(st.lists(st.sampled_from(HARMLESS), max_size=12), st.integers(1, 3))
def test_a_chat_that_only_makes_us_wait_is_told_everything(fates: list[str], timers: int) -> None:
    aviary, person = moody(fates)
    wanted = announced(aviary, person, timers)
    worked_off(aviary)
    assert aviary.parrot.posted == [(CHANNEL, notice) for notice in wanted]


@given(fates)
def test_a_live_message_says_at_last_that_it_stopped_and_is_one_message_unless_its_start_was_lost(
    fates: list[str],
) -> None:
    aviary, person = moody(fates, live=True)
    start, stop = announced(aviary, person, 1)
    worked_off(aviary)
    posted = [notice for _, notice in aviary.parrot.posted]
    assert posted in ([], [start], [stop], [start, stop])
    assert {notice for _, notice in aviary.parrot.edited} <= {stop}
    if all(fate in HARMLESS for fate in fates):
        assert (posted, bool(aviary.parrot.edited)) == ([start], True)
