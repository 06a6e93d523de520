"""The command that looks for trouble."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated

import sqlalchemy as sa
from cyclopts import Parameter

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers import discover
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.schema import at, behind, head
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.doctoring.connections import Connections, examine
from tt_integrations.entrypoints.doctoring.findings import Finding
from tt_integrations.entrypoints.doctoring.online import Online
from tt_integrations.entrypoints.doctoring.settings import of_address, of_redirects
from tt_integrations.entrypoints.http.app import vault_of
from tt_integrations.entrypoints.outside import reach_out
from tt_integrations.entrypoints.settings import Settings, WrongSettings, load

Asking = Annotated[
    bool, Parameter(name="--online", help="Ask the providers, too: posts test messages.")
]


def doctor(*, online: Asking = False, config: Config = None) -> None:
    """Look for whatever keeps the service from working, and say what to do. Ends with 1 where something is wrong."""
    wrong = 0
    for finding in _findings(load(config), online=online):
        print(finding, flush=True)
        wrong += finding.wrong
    if wrong:
        raise SystemExit(1)


def _findings(settings: Settings, *, online: bool) -> Iterator[Finding]:
    yield from of_address(settings)
    yield from of_redirects(settings)
    keys, tables = _keys(settings), _tables(settings)
    yield from (keys, tables)
    if keys.wrong or tables.wrong:  # nothing more can be seen without them
        return
    with ExitStack() as resources:
        engine = resources.enter_context(opened(settings.database))
        examined = Connections(examine(SqlUnitOfWork(engine), vault_of(settings)))
        yield from examined()
        if online:
            yield from _online(settings, engine, examined, resources)


def _keys(settings: Settings) -> Finding:
    try:
        vault = vault_of(settings)
    except WrongSettings as error:
        return Finding("keys_missing", f"{error}.", "Without a key the service does not start.")
    return Finding("keys", f"new secrets are sealed under the key {vault.current}", wrong=False)


def _tables(settings: Settings) -> Finding:
    try:
        with opened(settings.database) as engine:
            revision = at(engine)
            old = behind(engine)
    except StoreUnavailable:
        return Finding(
            "database_unavailable",
            "the database does not answer.",
            "See that TT_DATABASE names it, and that it runs.",
        )
    if old:
        return Finding(
            "migrations_missing",
            f"the tables are at revision {revision or 'none'}, and should be at {head()}.",
            "Run `tt-integrations migrate`.",
        )
    return Finding("migrations", f"the tables are at revision {revision}", wrong=False)


def _online(
    settings: Settings, engine: sa.Engine, examined: Connections, resources: ExitStack
) -> Iterator[Finding]:
    clock, clients = SystemClock(), Clients()
    resources.callback(clients.close)
    outside = reach_out(resources, clock, settings.public_address, settings.options)
    parts = Parts(SqlUnitOfWork(engine), vault_of(settings), clock, outside=outside)
    asking = Online(build(parts), clients, clock)
    for provider in discover().values():
        connections = [each.connection for each in examined.examine(provider.key)]
        if connections:
            yield from asking.clock_of(provider, settings.options(provider))
        for connection in connections:
            yield asking.works(provider, connection)
