"""The step by which a signing secret that we make up is made, and made anew: the old one is believed for a day more.

The owner has to take the new one to the provider, and what is under way meanwhile is signed with the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from attrs import evolve, frozen

from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import Changes, Connection, Place
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect

OVERLAP = timedelta(hours=24)


@frozen
class RenewSecret:
    vault: Vault
    fresh_secret: Callable[[], str]

    def __call__(
        self, dialect: Dialect, connection: Connection, changes: Changes, now: datetime
    ) -> tuple[Changes, str | None]:
        """The changes with the secret in them, and it once more if it is fresh: to be shown this one time."""
        name = dialect.signing_secret
        stored = connection.sealed(name)
        due = stored is None or changes.renews_secret
        if not dialect.makes_secret or not (due or name in changes.secrets):
            return changes, None
        fresh = None if name in changes.secrets else self.fresh_secret()
        secrets = dict(changes.secrets) if fresh is None else {**changes.secrets, name: fresh}
        changes = evolve(changes, secrets=secrets)
        return (self._with_former(name, connection, changes, now) if stored else changes), fresh

    def _with_former(
        self, name: str, connection: Connection, changes: Changes, now: datetime
    ) -> Changes:
        try:
            former = self.vault.open(connection.sealed(name) or "", Place(connection.id, name))
        except SecretUnreadable:  # nothing that is signed with it could be believed anyway
            return changes
        return evolve(
            changes,
            secrets={**changes.secrets, former_name(name): former},
            settings={**changes.settings, until_name(name): (now + OVERLAP).isoformat()},
        )


def former_name(name: str) -> str:
    return f"former_{name}"


def until_name(name: str) -> str:
    return f"former_{name}_until"


def believed_secrets(connection: Connection, name: str, now: datetime) -> Iterator[str]:
    """The names of the connection's own settings that hold a secret which is believed now, the current one first."""
    if connection.sealed(name) is not None:
        yield name
    former, until = connection.sealed(former_name(name)), connection.settings.get(until_name(name))
    if former is not None and isinstance(until, str) and now < datetime.fromisoformat(until):
        yield former_name(name)
