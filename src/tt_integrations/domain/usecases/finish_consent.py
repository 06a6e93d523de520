"""The owner comes back from a provider's consent page: what they granted is fetched, sealed and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from attrs import field, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.grants import ConsentGiven, Granted
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.domain.usecases.access_to_provider import TEAM
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.queue_syncs import enqueue_after, sync_job
from tt_integrations.domain.usecases.revive import revive
from tt_integrations.domain.usecases.start_consent import VERIFIER
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.take_place import take_place
from tt_integrations.domain.usecases.unlink import part_from_others
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.oauth import OAuth
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class ConsentReturned:
    """What the browser brought back: a `code`, or the provider's word for why there is none.

    `name` is what a connection made for the person is called.
    """

    provider: str
    name: str
    state: str = field(repr=False)
    session: str = field(repr=False)
    code: str | None = field(default=None, repr=False)
    refusal: str | None = None


@frozen
class Connected:
    connection: Connection


@frozen
class ConsentExpired:
    """The state is unknown, used up or too old, or was given to another browser."""


@frozen
class ConsentDenied:
    """The owner, or the provider, said no; `reason` is the provider's word."""

    reason: str


@frozen
class FinishConsent:
    """Raises what `OAuth.exchange` raises, NotConnected and Conflict. Calls the provider, so never inside a transaction.

    `app_secrets` are settings that every connection by consent gets, by the provider's key; `syncing` the providers
    whose connections are brought up to date at once.
    """

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock
    oauths: Mapping[str, OAuth]
    dialects: Mapping[str, Dialect]
    app_secrets: Mapping[str, Mapping[str, str]] = field(repr=False)
    syncing: Collection[str]
    store: StoreSettings
    digest_of: Callable[[str], str]
    fresh_key: Callable[[], ConnectionKey]

    def __call__(self, command: ConsentReturned) -> Connected | ConsentExpired | ConsentDenied:
        oauth = self.oauths.get(command.provider)
        if oauth is None:
            raise NotConnected(f"{command.provider} is not connected by consent")
        ticket = self._redeemed(command)
        if ticket is None or ticket.person is None:
            return ConsentExpired()
        if not command.code:
            return ConsentDenied(command.refusal or "no code came back")
        granted = oauth.exchange(
            ConsentGiven(
                command.code,
                self.vault.open(ticket.facts["verifier"], VERIFIER),
                ticket.facts["redirect"],
                self._settings(command.provider, ticket.person),
            )
        )
        with self.unit_of_work() as tx:
            connection = self._kept(tx, ticket.person, command, granted)
            tx.commit()
        return Connected(connection)

    def _settings(self, provider: str, person: PersonId) -> Mapping[str, object]:
        with self.unit_of_work.reading() as tx:
            owned = tx.connections.owned(provider, person)
        return owned.settings if owned else {}

    def _redeemed(self, command: ConsentReturned) -> Ticket | None:
        with self.unit_of_work() as tx:
            digest = self.digest_of(command.state)
            ticket = tx.tickets.redeem(Purpose.CONSENT, digest, self.clock.now())
            tx.commit()
        if ticket is None or ticket.provider != command.provider:
            return None
        same = ticket.facts["session"] == self.digest_of(command.session)
        return ticket if same else None

    def _kept(
        self, tx: Transaction, person: PersonId, command: ConsentReturned, granted: Granted
    ) -> Connection:
        dialect = self.dialects[command.provider]
        connection = self._connection_of(tx, person, command, granted)
        secrets = self.app_secrets.get(command.provider, {})
        settings = {**granted.settings, dialect.token: None}  # a pasted one counts no longer
        for address, is_owner in dialect.bindings(settings):
            if is_owner:  # the provider just said who consented
                part_from_others(tx, self.store, dialect, connection, address)
        self.store(tx, dialect, connection, Changes(settings, secrets))
        keep_grant(tx, self.vault, connection.id, granted.grant)
        revive(tx, connection.id)
        if command.provider in self.syncing:
            enqueue_after(tx, sync_job(connection.id, "connected", self.clock.now()))
        return tx.connections.find(connection.id) or connection

    def _connection_of(
        self, tx: Transaction, person: PersonId, command: ConsentReturned, granted: Granted
    ) -> Connection:
        """The person's own connection to that team, with an installation of its own; made where there is none.

        The one to another team stays as it is: others may rely on it.
        """
        newest = tx.connections.reserve(command.provider, person)
        working = (c for c in tx.connections.of(person) if c.provider == command.provider)
        for own in (newest, *working):
            if own is not None and own.installation is None and _same_team(own, granted):
                if own.key is None:  # the host's own, not adopted yet
                    tx.adoption.adopt(own.id, self.fresh_key(), own.state)
                return own
        made = tx.connections.add(
            NewConnection(
                key=self.fresh_key(),
                provider=command.provider,
                owner=person,
                name=command.name,
                state=ConnectionState.ACTIVE,
            )
        )
        if newest is None or newest.installation is None:
            return made
        take_place(tx, self.store, self.dialects[command.provider], newest, made)
        return tx.connections.find(made.id) or made


def _same_team(own: Connection, granted: Granted) -> bool:
    """Also where the team of a pasted token was never learnt."""
    return own.settings.get(TEAM) in (None, granted.settings.get(TEAM))
