"""The library inside a host app: plain calls on the host's own thread, in its own transaction if it likes.

    integrations = embed(engine, vault)
    answer = integrations.receive("slack", request.headers.items(), request.get_data())
    integrations.joined(connection).announce(TimerStarted(timer))
    integrations.jobs().start()

What a host calls of its own accord (`announce`, `sync`, `test`) answers a value for a connector that is missing,
off or broken: the host's timers, exports and dashboards go on. Only `receive` raises, for the host's web
framework to answer (`status_of` and `body_of` know the HTTP status and body of each). Providers are named as in
addresses (`slack`); a `Connection` among the answers has the provider of its row in the host's table.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial

import sqlalchemy as sa
from attrs import evolve, field, frozen

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.jobs.embedded import EmbeddedJobs
from tt_integrations.adapters.jobs.worker import THREADS
from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.check_connection import CheckOutcome, NotConfigured
from tt_integrations.domain.usecases.finish_consent import (
    Connected,
    ConsentDenied,
    ConsentExpired,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.cards import Cards, consent_returned
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.host_calls import HostCalls
from tt_integrations.entrypoints.jobs import jobs_of
from tt_integrations.entrypoints.joined import Join, Joined, Joining, joining, refuse_to_join
from tt_integrations.entrypoints.outside import (
    Options,
    TellOwner,
    default_options,
    reach_out,
    tell_log,
)
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import UnitOfWork

_CLOCK = SystemClock()


@frozen
class Integrations(HostCalls):
    """One per host process. Each call has transactions of its own, but for those of `joined`."""

    parts: Parts
    joining: Joining
    resources: ExitStack = field(factory=ExitStack, repr=False)

    def joined(self, connection: sa.Connection) -> Joined:
        """What may be done inside the transaction the host began on `connection` and will end; microseconds.

        Raises TypeError where `embed` was given a `unit_of_work`, and no `joined` that goes with it.
        """
        return self.joining(connection)

    def test(self, person: PersonId, provider: str) -> CheckOutcome:
        """Whether the person's connection works now. Calls the provider, so not inside a transaction."""
        known = self.application.providers.get(provider)
        if known is None:
            return NotConfigured(provider)
        outcome = self.application.check(ConnectionOf(person, known.key))
        return evolve(outcome, provider=provider) if isinstance(outcome, NotConfigured) else outcome

    def cards(self, person: PersonId) -> Cards:
        """What that person does with their own connections, for pages of the host's."""
        return Cards(self.application, person, self.parts.outside.public_address)

    def consent_returned(
        self, provider: str, session: str, query: Mapping[str, str]
    ) -> Connected | ConsentExpired | ConsentDenied:
        """A browser came back to `/integrations/{provider}/callback`; see `cards`."""
        return consent_returned(self.application, provider, session, query)

    def jobs(self, threads: int = THREADS) -> EmbeddedJobs:
        """What sends announcements and summaries, and syncs: to be started with the host's process, and stopped with it.
        `threads`: so many jobs are done at once."""
        return jobs_of(self.parts, self.application, threads=threads)

    def close(self) -> None:
        """Send the replies that are due, and let go of the connections to providers."""
        self.resources.close()


def embed(  # noqa: PLR0913 - every keyword is one thing that a host may decide
    engine: sa.Engine,
    vault: Vault,
    *,
    storage: StorageZone = UTC_STORAGE,
    unit_of_work: UnitOfWork | None = None,
    joined: Join | None = None,
    clock: Clock = _CLOCK,
    public_address: str = "",
    options: Options = default_options,
    tell_owner: TellOwner = tell_log,
) -> Integrations:
    """The integrations over the host's database.

    `unit_of_work` replaces our SQL by the host's own adapters, and `joined` makes the same of a connection with a
    transaction of the host's. `options` are those of the providers' apps, the defaults where nothing else is given;
    `tell_owner` reaches a person whose connection stopped working, `public_address` is that of the host.

    Raises InvalidSettings for an option that the provider does not have.
    """
    join = joined or (
        refuse_to_join if unit_of_work else partial(JoinedUnitOfWork, storage=storage)
    )
    with ExitStack() as resources:
        outside = reach_out(resources, clock, public_address.rstrip("/"), options, tell_owner)
        own = unit_of_work or SqlUnitOfWork(engine, storage)
        parts = Parts(own, vault, clock, outside=outside)
        inside = joining(parts, join)
        resources.callback(inside.close)  # before those by whom it sends are closed
        return Integrations(build(parts), parts, inside, resources.pop_all())
