"""The library inside a host app: plain calls on the host's own thread, in its own transaction if it likes.

    integrations = embed(engine, vault)
    answer = integrations.receive("slack", request.headers.items(), request.get_data())
    integrations.joined(connection).announce(TimerStarted(timer))
    integrations.jobs().start()

What a host calls of its own accord (`announce`, `sync`, `test`) answers a value for a connector that is missing,
off or broken: the host's timers, exports and dashboards go on. Only `receive` raises, for the host's web
framework to answer (`entrypoints.http.errors` knows the HTTP status and body of each).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import assert_never

import sqlalchemy as sa
from attrs import evolve, field, frozen

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.jobs.embedded import EmbeddedJobs
from tt_integrations.adapters.jobs.worker import THREADS
from tt_integrations.adapters.sql.after_commit import AfterCommit
from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.model.announcements import (
    Announcement,
    TimerStarted,
    TimerStopped,
    TimerTakenBack,
)
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    NotConfigured,
    Working,
)
from tt_integrations.domain.usecases.finish_consent import (
    Connected,
    ConsentDenied,
    ConsentExpired,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards, consent_returned
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.jobs import jobs_of
from tt_integrations.entrypoints.outside import (
    Options,
    Outside,
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
class Queued:
    """It will be said or done, once the transaction it was recorded in commits and the jobs run."""

    provider: str


@frozen
class NotOffered:
    """The connection is active, but this connector has nothing of the kind."""

    provider: str


Attempt = Queued | NotOffered | Broken | NotConfigured


@frozen
class Integrations:
    """One per host process; cheap to derive for a request by `joined`."""

    parts: Parts
    application: Application
    storage: StorageZone
    resources: ExitStack = field(factory=ExitStack, repr=False)

    def joined(self, connection: sa.Connection) -> Integrations:
        """The same, inside the transaction the host began on `connection` and will end."""
        joined = evolve(
            self.parts,
            unit_of_work=JoinedUnitOfWork(connection, self.storage),
            outside=_speaking_after(connection, self.parts.outside),
        )
        return evolve(self, parts=joined, application=build(joined))

    def receive(
        self,
        provider: str,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        connection: str | None = None,
    ) -> Answer:
        """Carry out a provider's request. `connection` is the key in the address, where it has one.

        Raises NotConnected, Untrusted, MalformedPayload, SecretUnreadable or StoreUnavailable.
        """
        known = self.application.provider(provider)
        delivery = Delivery(
            known.key,
            {name.lower(): value for name, value in headers},
            body,
            ConnectionKey(connection) if connection is not None else None,
        )
        return self.application.answer(known, delivery)

    def announce(self, event: Announcement) -> Mapping[str, Attempt]:
        """Tell every provider that people talk in what happened to a timer of the host's own; by its name, what came
        of it.

        Waits for no provider: what is to be said is stored, in the host's transaction where this is `joined`.
        """
        queued = self.application.announce(event)
        return {
            name: Queued(name) if provider.key in queued else self._standing(_person(event), name)
            for name, provider in self.application.providers.items()
            if provider.dialect.takes_commands
        }

    def sync(self, person: PersonId, provider: str) -> Attempt:
        """Have the person's connection to the provider brought up to date, by the jobs and soon: nobody waits."""
        standing = self._standing(person, provider)
        known = self.application.providers.get(provider)
        if known is None or not isinstance(standing, NotOffered):
            return standing
        whose = ConnectionOf(person, known.key)
        return Queued(provider) if self.application.ask_for_sync(whose) else standing

    def test(self, person: PersonId, provider: str) -> CheckOutcome:
        """Whether the person's connection works now. Calls the provider: not for a `joined` one."""
        known = self.application.providers.get(provider)
        if known is None:
            return NotConfigured(provider)
        return self.application.check(ConnectionOf(person, known.key))

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
        """Let go of the connections to providers."""
        self.resources.close()

    def _standing(self, person: PersonId, provider: str) -> Attempt:
        known = self.application.providers.get(provider)
        if known is None:
            return NotConfigured(provider)
        match self.application.check.look(ConnectionOf(person, known.key)):
            case Working():
                return NotOffered(provider)
            case (Broken() | NotConfigured()) as trouble:
                return trouble


def _speaking_after(connection: sa.Connection, outside: Outside) -> Outside:
    """Nobody reads that something was done which the host then undoes."""
    after_commit = AfterCommit(connection)

    def reply(address: str, answer: Answer) -> None:
        after_commit(partial(outside.replies, address, answer))

    return evolve(outside, replies=reply)


def _person(event: Announcement) -> PersonId:
    match event:
        case TimerStarted(timer) | TimerTakenBack(timer):
            return timer.person
        case TimerStopped(entry):
            return entry.person
        case unknown:
            assert_never(unknown)


def embed(  # noqa: PLR0913 - every keyword is one thing that a host may decide
    engine: sa.Engine,
    vault: Vault,
    *,
    storage: StorageZone = UTC_STORAGE,
    unit_of_work: UnitOfWork | None = None,
    clock: Clock = _CLOCK,
    public_address: str = "",
    options: Options = default_options,
    tell_owner: TellOwner = tell_log,
) -> Integrations:
    """The integrations over the host's database.

    `unit_of_work` replaces our SQL by the host's own adapters, `options` are those of the providers' apps,
    `tell_owner` reaches a person whose connection stopped working, `public_address` is that of the host.
    """
    resources = ExitStack()
    outside = reach_out(resources, clock, public_address, options, tell_owner)
    parts = Parts(unit_of_work or SqlUnitOfWork(engine, storage), vault, clock, outside=outside)
    return Integrations(parts, build(parts), storage, resources)
