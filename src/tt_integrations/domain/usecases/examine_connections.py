"""What is the matter with connections that are said to work, as far as we can see by ourselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import Connection, ConnectionId, Place
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.usecases.refresh_grant import ACCESS, REFRESH
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class SecretLost:
    """A secret that no key opens. `name` is the setting's, or says which token of the grant."""

    name: str


@frozen
class ScopesMissing:
    """The grant does not allow what the settings want; `scopes` in the provider's names."""

    scopes: tuple[str, ...]


@frozen
class HookMissing:
    """Nobody tells us what happens in the repository. `why` in words, "" where it was not tried yet."""

    repository: str
    why: str


Complaint = SecretLost | ScopesMissing | HookMissing


@frozen
class Examined:
    """`stale`: so many of its secrets open, but not by the current key."""

    connection: Connection
    complaints: tuple[Complaint, ...]
    stale: int


Lacks = Callable[[Connection, frozenset[str]], Sequence[str]]
"""The scopes that a connection wants, and that are not among those granted."""


@frozen
class ExamineConnections:
    """Changes nothing, and calls nobody. Everything by the providers' keys."""

    unit_of_work: UnitOfWork
    vault: Vault
    dialects: Mapping[str, Dialect]
    issue_settings: Mapping[str, IssueSettings]
    lacks: Lacks

    def __call__(self, provider: str) -> Iterator[Examined]:
        """The provider's connections that work, by number. No transaction is open while one is looked at."""
        after: ConnectionId | None = None
        while True:
            with self.unit_of_work.reading() as tx:
                page = tx.connections.working(provider, after)
                granted = [(each, tx.grants.find(each.id)) for each in page]
            for connection, grant in granted:
                yield self._examined(connection, grant)
            if not page:
                return
            after = page[-1].id

    def _examined(self, connection: Connection, grant: SealedGrant | None) -> Examined:
        dialect = self.dialects[connection.provider]
        names = (dialect.signing_secret, dialect.token)
        sealed = {name: connection.sealed(name) for name in names}
        if grant is not None:
            sealed |= {ACCESS: grant.access_token, REFRESH: grant.refresh_token}
        stored = {name: value for name, value in sealed.items() if value}
        lost = [name for name, value in stored.items() if not self._opens(connection, name, value)]
        complaints: list[Complaint] = [SecretLost(name) for name in lost]
        if grant is not None and (missing := self.lacks(connection, grant.scopes)):
            complaints.append(ScopesMissing(tuple(missing)))
        complaints.extend(self._hooks(connection))
        stale = sum(self.vault.stale(value) for name, value in stored.items() if name not in lost)
        return Examined(connection, tuple(complaints), stale)

    def _opens(self, connection: Connection, name: str, sealed: str) -> bool:
        try:
            self.vault.open(sealed, Place(connection.id, name))
        except SecretUnreadable:
            return False
        return True

    def _hooks(self, connection: Connection) -> Iterable[HookMissing]:
        settings = self.issue_settings.get(connection.provider)
        for watched in settings.watched(connection.settings) if settings else ():
            if watched.hook is None:
                yield HookMissing(watched.name, watched.hook_missing or "")
