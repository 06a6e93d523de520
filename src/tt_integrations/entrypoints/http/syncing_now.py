"""A sync that somebody waits for."""

from __future__ import annotations

import time

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.entrypoints.application import Application

MORE_TRIES, PAUSE = 3, 1.5
"""So often, and so many seconds apart, where a sync of the same is under way by itself at this moment."""


def synced_now(application: Application, connection: ConnectionId) -> Synced | NotSynced:
    """Raises what a sync raises; Conflict when the other one takes longer than somebody should wait."""
    wanted = SyncWanted(connection, "asked for")
    for _ in range(MORE_TRIES):
        try:
            return application.sync(wanted)
        except Conflict:
            time.sleep(PAUSE)
    return application.sync(wanted)
