"""Deliveries that were kept and given up: which there are, and one of them is tried once more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.work import HandleDelivery
from tt_integrations.domain.usecases.find_connection import visible
from tt_integrations.domain.usecases.hear_news import delivery_job
from tt_integrations.domain.usecases.list_connections import own
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class FailedDelivery:
    """`number` is the one it is kept under, `received` when it came, `reason` why it was given up, in words."""

    number: int
    connection: Connection
    received: datetime
    reason: str


@frozen
class ListFailedDeliveries:
    """`providers`: the keys of those that there are."""

    unit_of_work: UnitOfWork
    providers: Collection[str]

    def __call__(self, person: Person) -> Sequence[FailedDelivery]:
        """Those of the person's own connections that are still kept, the newest first of each connection."""
        with self.unit_of_work.reading() as tx:
            reasons = dict(_given_up(tx, own(tx, person, self.providers)))
        return list(self._kept(reasons)) if reasons else []

    def _kept(self, reasons: Mapping[int, str]) -> Iterator[FailedDelivery]:
        with self.unit_of_work() as tx:  # undone: what is kept can be looked at only here
            for number, reason in reasons.items():
                kept = tx.inbox.kept(number)
                if kept is not None:
                    yield FailedDelivery(number, kept.connection, kept.received, reason)


@frozen
class DeliveryNumbered:
    """`person` None: whoever runs the service, who sees all."""

    person: Person | None
    number: int


@frozen
class ReplayDelivery:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: DeliveryNumbered) -> bool:
        """Whether it will be tried once more; False where that waits to be done already.

        Raises NotConnected where it is not kept, or is somebody else's: nobody learns which of the two.
        """
        with self.unit_of_work() as tx:
            kept = tx.inbox.kept(command.number)
            if kept is None:
                raise NotConnected("there is no such delivery")
            connection = visible(tx, kept.connection.id, command.person).id
            once = f"replay:{command.number}"  # it comes after those that were kept since
            job = delivery_job(connection, command.number, self.clock.now(), once)
            stored = tx.jobs.enqueue(job)
            tx.commit()
        return stored


def _given_up(tx: Reading, connections: Sequence[Connection]) -> Iterator[tuple[int, str]]:
    """The numbers they are kept under, each with the last reason."""
    seen: set[int] = set()
    for connection in connections:
        for job, reason in tx.jobs.given_up(connection.id):
            if isinstance(job.work, HandleDelivery) and job.work.kept not in seen:
                seen.add(job.work.kept)
                yield job.work.kept, reason
