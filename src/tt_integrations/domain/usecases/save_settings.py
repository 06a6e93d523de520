"""An owner saves the card of a provider: the connection is made where there is none, its token tried out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from attrs import evolve, field, frozen

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
from tt_integrations.domain.model.grants import Learnt
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.access_to_provider import (
    AccessToProvider,
    installation_of,
)
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.queue_syncs import enqueue_after, sync_job
from tt_integrations.domain.usecases.renew_secret import RenewSecret
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.revive import revive
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.take_place import take_place
from tt_integrations.domain.usecases.without_claims import without_claims
from tt_integrations.domain.usecases.without_hooks import without_hooks
from tt_integrations.ports.account import Account
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

NOTHING = Learnt()


@frozen
class NewSettings:
    """`provider` is its key, `name` what a connection is called that is made for them."""

    person: PersonId
    provider: str
    name: str
    changes: Changes


@frozen
class Saved:
    """`checked`: the provider confirmed what can be confirmed; otherwise it did not answer. `fresh_secret` is to be
    taken to the provider, and is never told again."""

    connection: Connection
    checked: bool
    fresh_secret: str | None = field(default=None, repr=False)


@frozen
class SaveSettings:
    """Raises InvalidSettings, and saves nothing, for what the provider says is wrong and for projects that the
    person may not use; NotConnected for an unknown provider. Calls the provider, so never inside a transaction.

    Everything by the providers' keys; `syncing` are those whose connections are brought up to date at once.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    dialects: Mapping[str, Dialect]
    accounts: Mapping[str, Account]
    syncing: Collection[str]
    issue_settings: Mapping[str, IssueSettings]
    access: AccessToProvider
    retry: RetryRefused
    store: StoreSettings
    renew: RenewSecret
    fresh_key: Callable[[], ConnectionKey]

    def __call__(self, command: NewSettings) -> Saved:
        dialect = self.dialects.get(command.provider)
        if dialect is None:
            raise NotConnected(f"no provider {command.provider!r}")
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.owned(command.provider, command.person)
            _check_projects(tx, command)
        learnt, checked = NOTHING, True
        try:
            learnt = self._learnt(dialect, command, connection)
            checked = learnt.checked
        except (ProviderUnavailable, OutcomeUnknown):
            checked = False
        with self.unit_of_work() as tx:
            saved, fresh_secret = self._stored(tx, dialect, command, learnt)
            tx.commit()
        return Saved(saved, checked, fresh_secret)

    def _learnt(
        self, dialect: Dialect, command: NewSettings, connection: Connection | None
    ) -> Learnt:
        changes, account = command.changes, self.accounts.get(command.provider)
        stored = connection.settings if connection else {}
        if account is None or not account.asks(changes, stored):
            return NOTHING
        learn = partial(self._told, account, dialect, changes, connection)
        try:
            return self.retry(connection.id, learn) if connection else learn()
        except (ProviderRefused, PermissionMissing) as refusal:
            raise InvalidSettings(dialect.token, str(refusal)) from None

    def _told(
        self, account: Account, dialect: Dialect, changes: Changes, connection: Connection | None
    ) -> Learnt:
        access = self._access(dialect, changes, connection)
        return account.learn(access, changes, connection.settings if connection else {})

    def _access(
        self, dialect: Dialect, changes: Changes, connection: Connection | None
    ) -> Access | None:
        if token := changes.secrets.get(dialect.token):
            return Access(token, installation_of(connection) if connection else "new")
        if connection is None or set(changes.secrets) - {dialect.signing_secret}:
            return None  # what was entered takes the place of the access there is
        try:
            return self.access(connection)
        except (NotConnected, ProviderRefused):  # much may be chosen before there is a good token
            return None

    def _stored(
        self, tx: Transaction, dialect: Dialect, command: NewSettings, learnt: Learnt
    ) -> tuple[Connection, str | None]:
        changes, now = command.changes, self.clock.now()
        owned = tx.connections.reserve(command.provider, command.person)
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
        wakes, fresh_secret = _wakes(connection, dialect, changes, learnt), None
        changes = evolve(changes, settings={**changes.settings, **learnt.settings})
        if wakes or connection.state is not ConnectionState.DISABLED:
            changes, fresh_secret = self.renew(dialect, connection, changes, now)
        changes = self._with_new_hooks(connection, changes, learnt)
        self.store(tx, dialect, connection, changes)
        self._grant(tx, dialect, connection, changes, learnt)
        if wakes:
            revive(tx, connection.id)
        stored = tx.connections.find(connection.id) or connection
        if stored.state.works and command.provider in self.syncing:
            enqueue_after(tx, sync_job(stored.id, "saved", now))
        return stored, fresh_secret

    def _with_new_hooks(self, connection: Connection, changes: Changes, learnt: Learnt) -> Changes:
        settings = self.issue_settings.get(connection.provider)
        if settings is None or not (changes.secrets or learnt.grant):
            return changes
        forgotten = without_hooks(settings, {**connection.settings, **changes.settings})
        return evolve(changes, settings={**changes.settings, **forgotten})

    def _grant(
        self,
        tx: Transaction,
        dialect: Dialect,
        connection: Connection,
        changes: Changes,
        learnt: Learnt,
    ) -> None:
        """What was entered last counts from now on, be it a token or something that is good for a grant."""
        if learnt.grant is not None:
            keep_grant(tx, self.store.vault, connection.id, learnt.grant)
        elif dialect.token in changes.secrets:
            tx.grants.drop(connection.id)

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


def _check_projects(tx: Reading, command: NewSettings) -> None:
    wanted = command.changes.projects
    if not any(wanted.values()):
        return
    person = tx.people.find(command.person)
    usable = {project.id for project in tx.projects.usable_by(person)} if person else set()
    for name, projects in wanted.items():
        if not usable.issuperset(projects):
            raise InvalidSettings(name, "expected a project that you may use")


def _wakes(connection: Connection, dialect: Dialect, entered: Changes, learnt: Learnt) -> bool:
    """Whether it works from now on. One that is new may live on a secret that we make up; one that was ended comes
    back only by what its owner enters for it."""
    match connection.state:
        case ConnectionState.PAUSED:
            return False
        case ConnectionState.NEEDS_RECONNECT:
            return dialect.token in entered.secrets or learnt.grant is not None
        case ConnectionState.DRAFT if dialect.makes_secret:
            return True
        case _:
            return bool(entered.secrets) or entered.renews_secret or learnt.grant is not None
