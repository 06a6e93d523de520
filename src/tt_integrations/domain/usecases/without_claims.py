"""The step that keeps an owner from claiming to be somebody else in an app that others use as well.

The signature of a shared app vouches for none of its users in particular, so who somebody is there is shown by a
link or a consent. In an app of their own, an owner could sign whatever they like anyway.
"""

from __future__ import annotations

from attrs import evolve

from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes, Connection
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading


def without_claims(
    tx: Reading, dialect: Dialect, connection: Connection, changes: Changes
) -> Changes:
    """The changes as they may be saved. Raises InvalidSettings for a sender who was not linked."""
    if dialect.makes_secret:  # one that is made for this connection vouches for nobody else
        return changes
    consented = tx.grants.find(connection.id) is not None
    if dialect.signing_secret in changes.secrets or not (consented or connection.installation):
        return changes
    for name in dialect.unlinked():
        claimed = changes.settings.get(name)
        if claimed is not None and claimed != connection.settings.get(name):
            raise InvalidSettings(name, "others use this app as well: please type `link` there")
    if dialect.token in changes.secrets:
        # that of an app of their own, which the shared secret is not for
        return evolve(changes, settings={**changes.settings, dialect.signing_secret: None})
    return changes
