"""The library inside a host app: plain calls on the host's own thread, in its own transaction if it likes.

    integrations = embed(engine, vault)
    answer = integrations.receive("slack", request.headers.items(), request.get_data())
    integrations.joined(connection).test(person, "slack")

What a host calls of its own accord (`announce`, `sync`, `test`) answers a value for a connector that is missing,
off or broken: the host's timers, exports and dashboards go on. Only `receive` raises, for the host's web
framework to answer (`entrypoints.http.errors` knows the HTTP status and body of each).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from attrs import evolve, frozen

from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.model.announcements import Announcement, TimerStarted, TimerStopped
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    NotConfigured,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class NotOffered:
    """The connection is active, but this connector has nothing of the kind."""

    provider: str


Attempt = NotOffered | Broken | NotConfigured


@frozen
class Integrations:
    """One per host process; cheap to derive for a request by `joined`."""

    parts: Parts
    application: Application
    storage: StorageZone

    def joined(self, connection: sa.Connection) -> Integrations:
        """The same, inside the transaction the host began on `connection` and will end."""
        joined = evolve(self.parts, unit_of_work=JoinedUnitOfWork(connection, self.storage))
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
        """Tell every provider what happened; by provider name, what came of it."""
        match event:
            case TimerStarted(timer):
                person = timer.person
            case TimerStopped(entry):
                person = entry.person
        return {name: self._attempt(person, name) for name in self.application.providers}

    def sync(self, person: PersonId, provider: str) -> Attempt:
        """Bring the person's connection to the provider up to date."""
        return self._attempt(person, provider)

    def test(self, person: PersonId, provider: str) -> CheckOutcome:
        """Whether the person's connection to the provider would work now."""
        known = self.application.providers.get(provider)
        if known is None:
            return NotConfigured(provider)
        return self.application.check(ConnectionOf(person, known.key))

    def _attempt(self, person: PersonId, provider: str) -> Attempt:
        match self.test(person, provider):
            case Working():
                return NotOffered(provider)
            case (Broken() | NotConfigured()) as trouble:
                return trouble


def embed(
    engine: sa.Engine,
    vault: Vault,
    *,
    storage: StorageZone = UTC_STORAGE,
    unit_of_work: UnitOfWork | None = None,
) -> Integrations:
    """The integrations over the host's database. `unit_of_work` replaces our SQL by the host's own adapters."""
    parts = Parts(unit_of_work or SqlUnitOfWork(engine, storage), vault)
    return Integrations(parts, build(parts), storage)
