"""News that could not be carried out when they came, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from courier import Broken, Couriers, of_issue
from pigeon import pigeon
from tt_integrations.adapters.jobs.failures import MOST_TRIES, result_of
from tt_integrations.domain.errors import Conflict, MalformedPayload
from tt_integrations.domain.model.connection import Changes, ConnectionState
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.work import Again, Done, GivenUp, HandleDelivery, Job, Sync
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.domain.usecases.spoken import Heard, HeardLater
from tt_integrations.domain.usecases.store_settings import StoreSettings


@pytest.fixture
def couriers() -> Couriers:
    return Couriers()


@pytest.fixture
def kept(couriers: Couriers) -> int:
    """News of an issue, by the number they are kept under; what was wrong is over."""
    number = keep(couriers, of_issue("opened"))
    couriers.work = couriers.store
    return number


def keep(couriers: Couriers, delivery: Delivery) -> int:
    couriers.work = Broken(Conflict("always"))
    assert couriers.receive(delivery) == HeardLater()
    job = couriers.take(after=5)
    assert job
    assert isinstance(job.work, HandleDelivery)
    return job.work.kept


def is_kept(couriers: Couriers, number: int) -> bool:
    with couriers.store() as tx:
        return tx.inbox.kept(number) is not None


def test_they_are_carried_out_later_and_kept_no_longer(couriers: Couriers, kept: int) -> None:
    assert couriers.handle(kept) == Done()
    assert len(couriers.tasks()) == 1
    [run] = couriers.runs()
    assert (run.cause, run.started) == ("1", couriers.loft.clock.now())
    assert not is_kept(couriers, kept)
    assert couriers.handle(kept) == Done()
    assert couriers.runs() == [run]


def test_they_were_believed_when_they_came_and_are_not_verified_again(
    couriers: Couriers, kept: int
) -> None:
    with couriers.store() as tx:
        changes = Changes({}, {"neck": "another secret"})
        store = StoreSettings(couriers.receive.vault)
        store(tx, couriers.receive.dialects["pigeon_connector"], couriers.connection, changes)
        tx.commit()
    assert couriers.handle(kept) == Done()
    assert len(couriers.tasks()) == 1


def test_a_copy_that_came_meanwhile_and_was_carried_out_leaves_nothing_to_do(
    couriers: Couriers, kept: int
) -> None:
    assert isinstance(couriers.receive(of_issue("opened")), Heard)
    assert couriers.handle(kept) == Done()
    assert (len(couriers.tasks()), len(couriers.runs())) == (1, 1)
    assert not is_kept(couriers, kept)


def test_newer_news_that_came_meanwhile_are_not_overwritten(couriers: Couriers, kept: int) -> None:
    couriers.receive(of_issue("edited", name="2", at=3))
    before = couriers.tasks()
    assert couriers.handle(kept) == Done()
    assert couriers.tasks() == before
    assert couriers.sentences(couriers.runs()[0]) == ["ignored: older than what is known"]


def test_what_fails_again_stays_kept_and_is_tried_again_then_given_up(
    couriers: Couriers, kept: int
) -> None:
    couriers.work = Broken(Conflict("still"))
    carry_out = carrying(couriers)
    assert isinstance(result_of(carry_out, job(couriers, kept)), Again)
    last = evolve(job(couriers, kept), tries=MOST_TRIES)
    assert isinstance(result_of(carry_out, last), GivenUp)
    assert is_kept(couriers, kept)
    assert len(couriers.troubles) == 1
    couriers.work = couriers.store
    assert carrying(couriers)(last) == Done()
    assert len(couriers.tasks()) == 1


def test_those_of_a_connection_that_stopped_stay_kept_for_people(
    couriers: Couriers, kept: int
) -> None:
    couriers.loft.put(couriers.connection, ConnectionState.PAUSED)
    assert couriers.handle(kept) == GivenUp("the connection does not work")
    assert is_kept(couriers, kept)
    assert couriers.runs() == []


def test_what_cannot_be_read_any_more_stays_kept(couriers: Couriers) -> None:
    number = in_store(couriers, pigeon("garbled"))
    with pytest.raises(MalformedPayload):
        couriers.handle(number)
    assert is_kept(couriers, number)


def test_what_is_read_as_no_news_any_more_is_dropped_without_doing_anything(
    couriers: Couriers,
) -> None:
    number = in_store(couriers, pigeon("typed", text="start web"))
    assert couriers.handle(number) == Done()
    assert not is_kept(couriers, number)
    assert not couriers.loft.running(couriers.owner)


def test_stored_work_finds_who_handles_what_was_kept_and_who_syncs(
    couriers: Couriers, kept: int
) -> None:
    synced: list[Job] = []

    def sync(job: Job) -> GivenUp:
        synced.append(job)
        return GivenUp("not today")

    carry_out = evolve(carrying(couriers), sync=sync)
    assert carry_out(job(couriers, kept)) == Done()
    assert len(couriers.tasks()) == 1
    wanted = evolve(job(couriers, kept), work=Sync("schedule"))
    assert carry_out(wanted) == GivenUp("not today")
    assert synced == [wanted]


def in_store(couriers: Couriers, delivery: Delivery) -> int:
    """Kept as it is, whatever it says."""
    with couriers.store() as tx:
        number = tx.inbox.keep(couriers.connection.id, delivery, couriers.loft.clock.now())
        tx.commit()
    return number


def carrying(couriers: Couriers) -> CarryOut:
    nobody: Any = None  # it is not asked
    return CarryOut(couriers.store, nobody, nobody, nobody, couriers.handle, nobody)


def job(couriers: Couriers, kept: int) -> Job:
    now = couriers.loft.clock.now()
    return Job(1, couriers.connection.id, HandleDelivery(kept), "delivery", now, tries=1)  # type: ignore[arg-type]
