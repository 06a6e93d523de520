"""The other end of an offered link: the signed-in person who opened it is the sender."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import field, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.unlink import part_from_others
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork


@frozen
class LinkCode:
    """`provider` is its key; `name` is what a connection made for the person is called."""

    person: PersonId
    provider: str
    name: str
    code: str = field(repr=False)


@frozen
class LinkShown:
    """What redeeming would do: `sender` is how the provider names who would act as the person, in that team."""

    sender: str
    team: str


@frozen
class Linked:
    connection: Connection


@frozen
class LinkExpired:
    """Never given out, used up, or older than it may get."""


@frozen
class ShowLink:
    """Looks only: a browser may open an address that nobody has read."""

    unit_of_work: UnitOfWork
    clock: Clock
    digest_of: Callable[[str], str]

    def __call__(self, command: LinkCode) -> LinkShown | LinkExpired:
        digest = self.digest_of(command.code)
        with self.unit_of_work.reading() as tx:
            ticket = tx.tickets.look(Purpose.LINK, digest, self.clock.now())
            offered = _offered(tx, ticket, command.provider)
        if ticket is None or offered is None:
            return LinkExpired()
        team = offered.settings.get("team_name") or offered.settings.get("team_id") or ""
        return LinkShown(ticket.facts["sender"], str(team))


@frozen
class RedeemLink:
    """The last link of a sender counts. Raises NotConnected for an unknown provider."""

    unit_of_work: UnitOfWork
    clock: Clock
    dialects: Mapping[str, Dialect]
    store: StoreSettings
    digest_of: Callable[[str], str]
    fresh_key: Callable[[], ConnectionKey]

    def __call__(self, command: LinkCode) -> Linked | LinkExpired:
        dialect = self.dialects.get(command.provider)
        if dialect is None:
            raise NotConnected(f"no provider {command.provider!r}")
        digest = self.digest_of(command.code)
        with self.unit_of_work() as tx:
            ticket = tx.tickets.redeem(Purpose.LINK, digest, self.clock.now())
            offered = _offered(tx, ticket, command.provider)
            if ticket is None or offered is None:
                return LinkExpired()
            address = Address(ticket.facts["address"])
            connection = self._connection_of(tx, command, offered)
            part_from_others(tx, self.store, dialect, connection, address)
            self.store(tx, dialect, connection, Changes(dialect.linked(address)))
            tx.addresses.bind(connection.id, address, command.person)
            tx.commit()
        return Linked(connection)

    def _connection_of(self, tx: Transaction, command: LinkCode, offered: Connection) -> Connection:
        """The person's connection within the installation that the sender belongs to, made where there is none."""
        tx.connections.reserve(command.provider, command.person)
        for own in tx.connections.using(offered.source):
            if own.owner == command.person:
                if own.state is ConnectionState.DISABLED:  # as an unlinked one is
                    tx.connections.move(own.id, ConnectionState.ACTIVE)
                return own
        new = NewConnection(
            key=self.fresh_key(),
            provider=command.provider,
            owner=command.person,
            name=command.name,
            state=ConnectionState.ACTIVE,
            installation=offered.source,
        )
        return tx.connections.add(new)


def _offered(tx: Reading, ticket: Ticket | None, provider: str) -> Connection | None:
    if ticket is None or ticket.connection is None or ticket.provider != provider:
        return None
    connection = tx.connections.find(ticket.connection)
    return connection if connection is not None and connection.state.works else None
