"""The connections: what stands in the database about them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.usecases.examine_connections import (
    Complaint,
    ExamineConnections,
    HookMissing,
    ScopesMissing,
    SecretLost,
)
from tt_integrations.entrypoints.doctoring.findings import Finding
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import UnitOfWork


def examine(unit_of_work: UnitOfWork, vault: Vault) -> ExamineConnections:
    found = {provider.key: provider for provider in discover().values()}
    return ExamineConnections(
        unit_of_work,
        vault,
        dialects={key: provider.dialect for key, provider in found.items()},
        issue_settings={k: p.issue_settings for k, p in found.items() if p.issue_settings},
        lacks=lambda c, granted: found[c.provider].lacks(c.settings, granted),
    )


@frozen
class Connections:
    """Of every provider, those that work."""

    examine: ExamineConnections

    def __call__(self) -> Iterator[Finding]:
        looked_at = stale = 0
        for provider in discover().values():
            for examined in self.examine(provider.key):
                looked_at += 1
                stale += examined.stale
                for complaint in examined.complaints:
                    yield _worded(complaint, provider, examined.connection)
        if stale:
            yield Finding(
                "secrets_stale",
                f"{stale} secrets are sealed under an earlier key.",
                "Keep that key in TT_KEYS after the current one until their owners have saved them anew.",
                wrong=False,
            )
        sentence = f"{looked_at} connections that work were looked at"
        yield Finding("connections", sentence, wrong=False)


def _worded(complaint: Complaint, provider: Provider, connection: Connection) -> Finding:
    which = f"connection {connection.id} to {provider.title}"
    match complaint:
        case SecretLost(name):
            return Finding(
                "secret_unreadable",
                f"no key opens {name} of {which}.",
                "Add the key that sealed it to TT_KEYS, or have its owner enter it again.",
            )
        case ScopesMissing(scopes):
            return Finding(
                "scope_missing",
                f"{which} lacks {', '.join(scopes)}.",
                "Have its owner connect again, and allow all that is asked for.",
            )
        case HookMissing(repository, why):
            return Finding(
                "webhook_missing",
                f"{repository} of {which} has no webhook: {why or 'it was not tried yet'}.",
                "Give the token the right to manage webhooks; the next sync makes one, and until then only syncs see its issues.",
            )
        case unknown:
            assert_never(unknown)
