"""An owner goes to a provider's consent page, with a state that only they can bring back, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from attrs import field, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.domain.model.grants import ConsentAsk
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.oauth import OAuth
from tt_integrations.ports.unit_of_work import UnitOfWork

GOOD_FOR = timedelta(minutes=10)
VERIFIER = Place(ConnectionId(0), "consent.verifier")
"""No connection has the number 0: there may be none yet."""


@frozen
class ConsentWanted:
    """`redirect` is our address that the browser comes back to; `session` is something of the browser's own,
    which it must bring along then."""

    person: PersonId
    provider: str
    redirect: str
    session: str = field(repr=False)


@frozen
class ConsentStarted:
    address: str = field(repr=False)


@frozen
class StartConsent:
    """Raises NotConnected for a provider that asks for no consent. `challenge_of` is PKCE's S256."""

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock
    oauths: Mapping[str, OAuth]
    fresh_secret: Callable[[], str]
    digest_of: Callable[[str], str]
    challenge_of: Callable[[str], str]

    def __call__(self, command: ConsentWanted) -> ConsentStarted:
        oauth = self.oauths.get(command.provider)
        if oauth is None:
            raise NotConnected(f"{command.provider} is not connected by consent")
        state, verifier = self.fresh_secret(), self.fresh_secret()
        with self.unit_of_work.reading() as tx:
            owned = tx.connections.owned(command.provider, command.person)
        settings = owned.settings if owned else {}
        ask = ConsentAsk(state, self.challenge_of(verifier), command.redirect, settings)
        address = oauth.consent_address(ask)
        ticket = Ticket(
            digest=self.digest_of(state),
            purpose=Purpose.CONSENT,
            provider=command.provider,
            expires=self.clock.now() + GOOD_FOR,
            person=command.person,
            facts={
                "verifier": self.vault.seal(verifier, VERIFIER),
                "redirect": command.redirect,
                "session": self.digest_of(command.session),
            },
        )
        with self.unit_of_work() as tx:
            tx.tickets.issue(ticket)
            tx.commit()
        return ConsentStarted(address)
