"""The library inside a transaction that the host began, and will end.

The use cases for it are made once for the process, since to make them takes milliseconds; in which transaction they
work is laid around each call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import partial

import sqlalchemy as sa
from attrs import evolve, frozen

from tt_integrations.adapters.sql.after_commit import AfterCommit
from tt_integrations.domain.model.announcements import Announcement
from tt_integrations.domain.model.delivery import Answer
from tt_integrations.domain.model.people import PersonId
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.host_calls import Attempt, HostCalls
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

Join = Callable[[sa.Connection], UnitOfWork]
"""Makes a unit of work that neither begins nor ends the transaction of that connection."""


@frozen
class HostTransaction:
    """The transaction of `connection`, in which `unit_of_work` makes savepoints."""

    connection: sa.Connection
    unit_of_work: UnitOfWork


_AROUND: ContextVar[HostTransaction] = ContextVar("the host's transaction around this call")


@contextmanager
def _within(transaction: HostTransaction) -> Iterator[None]:
    before = _AROUND.set(transaction)
    try:
        yield
    finally:
        _AROUND.reset(before)


class _Around:
    """The unit of work of whichever transaction is around the call."""

    def __call__(self) -> AbstractContextManager[Transaction]:
        return _AROUND.get().unit_of_work()

    def reading(self) -> AbstractContextManager[Reading]:
        return _AROUND.get().unit_of_work.reading()


@frozen
class Joined:
    """What a host may do inside a transaction of its own: nothing here calls a provider, and what is said follows once
    what it tells of is lasting, or not at all. Costs next to nothing to make, and is good for as long as the connection."""

    _calls: HostCalls
    _transaction: HostTransaction

    def receive(
        self,
        provider: str,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        connection: str | None = None,
    ) -> Answer:
        """As `Integrations.receive`."""
        with _within(self._transaction):
            return self._calls.receive(provider, headers, body, connection)

    def announce(self, event: Announcement) -> Mapping[str, Attempt]:
        """As `Integrations.announce`: stored in the host's transaction, and said if that commits."""
        with _within(self._transaction):
            return self._calls.announce(event)

    def sync(self, person: PersonId, provider: str) -> Attempt:
        """As `Integrations.sync`: done soon after the host's transaction commits, if it does."""
        with _within(self._transaction):
            return self._calls.sync(person, provider)


@frozen
class Joining:
    """Makes the facade for one transaction, out of what all of them share."""

    calls: HostCalls
    join: Join
    after_commit: AfterCommit

    def __call__(self, connection: sa.Connection) -> Joined:
        return Joined(self.calls, HostTransaction(connection, self.join(connection)))

    def close(self) -> None:
        """Wait for the replies whose transactions are over; the others are not sent."""
        self.after_commit.close()


def joining(parts: Parts, join: Join) -> Joining:
    send = parts.outside.replies
    after_commit = AfterCommit(parts.clock)

    def reply(address: str, answer: Answer) -> None:
        # nobody reads that something was done which the host then undoes
        after_commit(_AROUND.get().connection, partial(send, address, answer))

    inside = evolve(parts, unit_of_work=_Around(), outside=evolve(parts.outside, replies=reply))
    return Joining(HostCalls(build(inside)), join, after_commit)


def refuse_to_join(_connection: sa.Connection) -> UnitOfWork:
    """For a host that has its own unit of work, and did not say how it joins: ours would go past its rules."""
    raise TypeError("a host with a `unit_of_work` of its own must give `embed` its `joined`, too")
