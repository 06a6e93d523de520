# ruff: noqa: S101 - a contract suite asserts
"""What the suites of jobs do, each in a transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import (
    Job,
    NewJob,
    TellOwner,
)
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.examples import at, connected
from tt_integrations.testing.contracts.ground import Ground

LEASE = timedelta(minutes=2)


def a_connection(ground: Ground, key: str = "k") -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added.id


def store(ground: Ground, new: NewJob) -> bool:
    with ground.unit_of_work() as tx:
        stored = tx.jobs.enqueue(new)
        tx.commit()
    return stored


def take(ground: Ground, now: datetime = at(0)) -> Job:  # noqa: B008 - frozen
    with ground.unit_of_work() as tx:
        taken = tx.jobs.take(now, LEASE)
        tx.commit()
    assert taken is not None
    return taken


def finish(ground: Ground, taken: Job) -> None:
    with ground.unit_of_work() as tx:
        tx.jobs.finish(taken)
        tx.commit()


def give_back(ground: Ground, taken: Job, due: datetime) -> None:
    with ground.unit_of_work() as tx:
        tx.jobs.give_back(taken, due)
        tx.commit()


def give_up(ground: Ground, taken: Job, reason: str = "any") -> Job:
    with ground.unit_of_work() as tx:
        tx.jobs.give_up(taken, at(0), reason)
        tx.commit()
    return taken


def words_due(ground: Ground, now: datetime = at(0)) -> list[str]:  # noqa: B008 - frozen
    """What is taken until nothing is due, each finished at once. Nothing of it stays."""
    with ground.unit_of_work() as tx:
        return _said(tx, now)


def _said(tx: Transaction, now: datetime) -> list[str]:
    said = []
    while (taken := tx.jobs.take(now, LEASE)) is not None:
        assert isinstance(taken.work, TellOwner)
        said.append(taken.work.reason)
        tx.jobs.finish(taken)
    return said
