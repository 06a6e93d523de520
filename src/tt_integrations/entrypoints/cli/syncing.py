"""The command that brings a connection up to date now."""

from __future__ import annotations

from contextlib import ExitStack

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.sync_issues import NotSynced, SyncWanted
from tt_integrations.entrypoints.cli.runs import show
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import vault_of
from tt_integrations.entrypoints.outside import reach_out
from tt_integrations.entrypoints.settings import load


def sync(connection: int, /, *, config: Config = None) -> int:
    """Bring the connection of that number up to date, and say what became of each item."""
    settings, clock = load(config), SystemClock()
    with ExitStack() as stack:
        engine = stack.enter_context(opened(settings.database))
        outside = reach_out(stack, clock, settings.public_address, settings.options)
        parts = Parts(SqlUnitOfWork(engine), vault_of(settings), clock, outside=outside)
        outcome = build(parts).sync(SyncWanted(ConnectionId(connection), "command line"))
    if isinstance(outcome, NotSynced):
        print(f"nothing was synced: {outcome.reason}")
        return 1
    show(outcome.run.id, config=config)
    return 0
