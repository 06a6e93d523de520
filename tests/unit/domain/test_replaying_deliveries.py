"""Deliveries that were given up, and are tried once more because a person says so."""

from __future__ import annotations

import pytest
from attrs import evolve

from courier import Broken, Couriers, of_issue
from tt_integrations.domain.errors import Conflict, NotConnected
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.work import Done, HandleDelivery, Sync
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.domain.usecases.replay_delivery import (
    DeliveryNumbered,
    FailedDelivery,
    ListFailedDeliveries,
    ReplayDelivery,
)
from tt_integrations.domain.usecases.spoken import HeardLater

WHY = "it was too much"


@pytest.fixture
def couriers() -> Couriers:
    return Couriers()


@pytest.fixture
def given_up(couriers: Couriers) -> int:
    couriers.work = Broken(Conflict("always"))
    assert couriers.receive(of_issue("opened")) == HeardLater()
    couriers.work = couriers.store
    return give_up(couriers)


def give_up(couriers: Couriers) -> int:
    """Give up what is due; the number it is kept under."""
    job = couriers.take(after=5)
    assert job
    assert isinstance(job.work, HandleDelivery)
    with couriers.store() as tx:
        tx.jobs.give_up(job, couriers.loft.clock.now(), WHY)
        tx.commit()
    return job.work.kept


def owner(couriers: Couriers) -> Person:
    with couriers.store.reading() as tx:
        found = tx.people.find(couriers.owner.id)
    assert found
    return evolve(found, sees_all=False)


def failed(couriers: Couriers, person: Person | None = None) -> list[FailedDelivery]:
    listed = ListFailedDeliveries(couriers.store, ["pigeon_connector"])
    return list(listed(person or owner(couriers)))


def replay(couriers: Couriers, number: int, person: Person | None) -> bool:
    return ReplayDelivery(couriers.store, couriers.loft.clock)(DeliveryNumbered(person, number))


def test_those_that_were_given_up_are_listed_with_why(couriers: Couriers, given_up: int) -> None:
    [one] = failed(couriers)
    assert (one.number, one.reason, one.connection.id) == (
        given_up,
        WHY,
        couriers.connection.id,
    )


def test_other_work_that_was_given_up_is_none_of_them(couriers: Couriers) -> None:
    now = couriers.loft.clock.now()
    with couriers.store() as tx:
        tx.jobs.enqueue(sync_job(couriers.connection.id, "asked for", now))
        tx.commit()
    job = couriers.take()
    assert job
    assert job.work == Sync("asked for")
    with couriers.store() as tx:
        tx.jobs.give_up(job, now, WHY)
        tx.commit()
    assert failed(couriers) == []


def test_a_replay_is_stored_once_and_carries_the_delivery_out(
    couriers: Couriers, given_up: int
) -> None:
    assert replay(couriers, given_up, owner(couriers)) is True
    assert replay(couriers, given_up, owner(couriers)) is False
    job = couriers.take()
    assert job
    assert job.work == HandleDelivery(given_up)
    assert couriers.handle(given_up) == Done()
    assert len(couriers.tasks()) == 1
    assert failed(couriers) == []


def test_one_that_fails_again_is_listed_once(couriers: Couriers, given_up: int) -> None:
    replay(couriers, given_up, None)
    assert give_up(couriers) == given_up
    assert [one.number for one in failed(couriers)] == [given_up]
    assert replay(couriers, given_up, None) is True


def test_nobody_sees_or_replays_those_of_others(couriers: Couriers, given_up: int) -> None:
    stranger = evolve(owner(couriers), id=99)  # type: ignore[arg-type]
    assert failed(couriers, stranger) == []
    for number in (given_up, given_up + 1):
        with pytest.raises(NotConnected):
            replay(couriers, number, stranger)
    assert couriers.take(after=60) is None
    assert replay(couriers, given_up, evolve(stranger, sees_all=True)) is True
