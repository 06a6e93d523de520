"""A database that is locked loses no grant, and lets nothing be said twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from attrs import define, evolve, frozen

from aviary import Aviary
from news import started
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.grants import Grant, SealedGrant
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.model.work import Done
from tt_integrations.domain.usecases.refresh_grant import RefreshUnderWay
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

NEARLY_TWELVE_HOURS = timedelta(hours=11, minutes=56)
"""From then on a grant of twelve hours is refreshed, though it is good still."""


@pytest.fixture
def first(aviary: Aviary, connection: Connection) -> Grant:
    return aviary.grant(connection)


@define
class Busy:
    """A store that somebody else is writing to from the second transaction on, for so many times."""

    inner: UnitOfWork
    times: int
    begun: int = 0

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        self.begun += 1
        if 1 < self.begun <= 1 + self.times:
            raise StoreUnavailable("locked")
        with self.inner() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        with self.inner.reading() as tx:
            yield tx


def refreshed(
    aviary: Aviary, connection: Connection, work: UnitOfWork
) -> SealedGrant | RefreshUnderWay:
    stored = aviary.granted(connection)
    assert stored
    return evolve(aviary.refreshing, unit_of_work=work)(connection, stored)


def test_a_busy_store_does_not_lose_a_grant_that_nobody_else_has(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    stored = aviary.granted(connection)
    aviary.clock.advance(NEARLY_TWELVE_HOURS)
    fresh = refreshed(aviary, connection, Busy(aviary.work, 2))
    assert fresh == aviary.granted(connection) != stored
    assert aviary.access(connection).token == "access 2"


def test_a_store_that_stays_busy_is_an_error_and_the_fresh_token_is_not_used(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY_TWELVE_HOURS)
    with pytest.raises(StoreUnavailable):
        refreshed(aviary, connection, Busy(aviary.work, 3))
    assert aviary.access(connection).token == "access 1"


@frozen
class Locked:
    """A store that can be looked at, and is locked for whoever wants to change it."""

    inner: UnitOfWork

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        raise StoreUnavailable("locked")
        yield

    def reading(self) -> object:
        return self.inner.reading()


def test_what_was_said_is_not_said_again_because_it_could_not_be_written_down(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    aviary.put(live, ConnectionState.DEGRADED)
    locked = Locked(aviary.work)
    say = evolve(aviary.say, unit_of_work=locked)
    notice = evolve(aviary.notice, unit_of_work=locked, say=say)
    assert notice(aviary.job(live, started(timer)), started(timer)) == Done()
    assert len(aviary.parrot.posted) == 1
    assert aviary.state(live) is ConnectionState.DEGRADED
