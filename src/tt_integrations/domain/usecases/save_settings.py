"""An owner saves the card of a provider: the connection is made where there is none, its token tried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from tt_integrations.domain.errors import (
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.access_to_chat import (
    TEAM,
    TOKEN,
    AccessToChat,
    installation_of,
)
from tt_integrations.domain.usecases.revive import revive
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.take_place import take_place
from tt_integrations.domain.usecases.without_claims import without_claims
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

CHANNEL = "channel_id"


@frozen
class NewSettings:
    """`provider` is its key, `name` what a connection is called that is made for them."""

    person: PersonId
    provider: str
    name: str
    changes: Changes


@frozen
class Saved:
    """`checked`: the provider confirmed what can be confirmed; otherwise it did not answer."""

    connection: Connection
    checked: bool


@frozen
class SaveSettings:
    """Raises InvalidSettings, and saves nothing, for what the provider says is wrong; NotConnected for an unknown
    provider. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    dialects: Mapping[str, Dialect]
    chats: Mapping[str, Chat]
    access: AccessToChat
    store: StoreSettings
    fresh_key: Callable[[], ConnectionKey]

    def __call__(self, command: NewSettings) -> Saved:
        dialect = self.dialects.get(command.provider)
        if dialect is None:
            raise NotConnected(f"no provider {command.provider!r}")
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.owned(command.provider, command.person)
        changes, checked = command.changes, True
        try:
            changes = self._learnt(command, connection)
        except (ProviderUnavailable, OutcomeUnknown):
            checked = False
        with self.unit_of_work() as tx:
            saved = self._stored(tx, dialect, command, changes)
            tx.commit()
        return Saved(saved, checked)

    def _learnt(self, command: NewSettings, connection: Connection | None) -> Changes:
        """The changes, and what the provider told of them."""
        changes, chat = command.changes, self.chats.get(command.provider)
        token = changes.secrets.get(TOKEN)
        channel = changes.settings.get(CHANNEL)
        if not token and connection and channel == connection.settings.get(CHANNEL):
            channel = None  # a form brings all fields: this one was checked when it was new
        if chat is None or not (token or channel):
            return changes
        learnt: dict[str, object] = {}
        try:
            access = self._access(token, connection)
            if access is None:
                return changes
            if token:
                workspace = chat.workspace(access)
                learnt = {
                    TEAM: workspace.team,
                    "team_name": workspace.team_name,
                    "bot_user_id": workspace.user,
                }
            if isinstance(channel, str):
                learnt[CHANNEL] = chat.check_channel(access, channel)
        except (ProviderRefused, PermissionMissing) as refusal:
            raise InvalidSettings(TOKEN, str(refusal)) from None
        return evolve(changes, settings={**changes.settings, **learnt})

    def _access(self, token: str | None, connection: Connection | None) -> Access | None:
        if token:
            return Access(token, installation_of(connection) if connection else "new")
        try:
            return self.access(connection) if connection else None
        except NotConnected:  # a channel may be chosen before there is a token
            return None

    def _stored(
        self, tx: Transaction, dialect: Dialect, command: NewSettings, changes: Changes
    ) -> Connection:
        owned = tx.connections.owned(command.provider, command.person)
        if owned is None:
            connection = self._made(tx, command)
        elif owned.installation is not None and changes.secrets:  # those of an app of one's own
            made = self._made(tx, command)
            take_place(tx, self.store, dialect, owned, made)
            connection = tx.connections.find(made.id) or made
        else:
            connection = owned
            changes = without_claims(tx, dialect, owned, changes)
        if connection.key is None:  # the host's own; adopting it forgets its addresses
            tx.adoption.adopt(connection.id, self.fresh_key(), connection.state)
        self.store(tx, dialect, connection, changes)
        if TOKEN in changes.secrets:
            tx.grants.drop(connection.id)  # the pasted one counts from now on
        if _wakes(connection, changes):
            revive(tx, connection.id)
        return tx.connections.find(connection.id) or connection

    def _made(self, tx: Transaction, command: NewSettings) -> Connection:
        return tx.connections.add(
            NewConnection(
                key=self.fresh_key(),
                provider=command.provider,
                owner=command.person,
                name=command.name,
                state=ConnectionState.DRAFT,
            )
        )


def _wakes(connection: Connection, changes: Changes) -> bool:
    match connection.state:
        case ConnectionState.PAUSED:
            return False
        case ConnectionState.NEEDS_RECONNECT:
            return TOKEN in changes.secrets
        case _:
            return bool(changes.secrets)
