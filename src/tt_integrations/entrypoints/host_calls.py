"""What a host calls of its own accord or passes on, in whatever transaction the use cases work.

Providers are named as in addresses (`slack`), in what comes back, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from attrs import evolve, frozen

from tt_integrations.domain.model.announcements import (
    Announcement,
    TimerStarted,
    TimerStopped,
    TimerTakenBack,
)
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.check_connection import Broken, NotConfigured, Working
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application


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
class HostCalls:
    """`application` works in transactions of its own, or in the host's."""

    application: Application

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

        Waits for no provider: what is to be said is stored, in the host's transaction where it is in one.
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

    def _standing(self, person: PersonId, provider: str) -> Attempt:
        known = self.application.providers.get(provider)
        if known is None:
            return NotConfigured(provider)
        match self.application.check.look(ConnectionOf(person, known.key)):
            case Working():
                return NotOffered(provider)
            case NotConfigured() as missing:
                return evolve(missing, provider=provider)
            case Broken() as trouble:
                return trouble
            case unknown:
                assert_never(unknown)


def _person(event: Announcement) -> PersonId:
    match event:
        case TimerStarted(timer) | TimerTakenBack(timer):
            return timer.person
        case TimerStopped(entry):
            return entry.person
        case unknown:
            assert_never(unknown)
