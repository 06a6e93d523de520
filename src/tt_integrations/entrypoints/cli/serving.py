"""The commands that run the service and prepare its database."""

from __future__ import annotations

import base64
import os
import secrets
import signal
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from cyclopts import Parameter
from cyclopts.validators import Number

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.vault import new_key
from tt_integrations.entrypoints.http import factory
from tt_integrations.entrypoints.http.app import adopt, vault_of
from tt_integrations.entrypoints.http.health import SHARED
from tt_integrations.entrypoints.observing.logs import LogForm, configure
from tt_integrations.entrypoints.settings import CONFIG, Settings, WrongSettings, load

MIGRATION_PATIENCE = 60.0
"""Seconds a migration waits for another one, which may be rewriting large tables."""
GRACE = 15
"""Seconds that deliveries under way get to end; jobs get ten more. Together less than the 30 that others wait for us."""

Config = Annotated[Path | None, Parameter(help="A TOML file with settings.")]


Workers = Annotated[
    int, Parameter(validator=Number(gte=1), help="So many processes share the work.")
]
Log = Annotated[LogForm, Parameter(help="The form of the log.")]


def serve(*, workers: Workers = 1, log: Log = LogForm.JSON, config: Config = None) -> None:
    """Serve the webhooks and the API, as the settings say, until SIGTERM or SIGINT: what is under way then ends."""
    signal.signal(signal.SIGTERM, _end)
    configure(log)
    settings = load(config)
    vault_of(settings)  # a missing key is said before a missing table
    _require_tables(settings)
    adopt(settings)
    if workers == 1:
        with closing(factory.settled(settings)) as web:
            _run(settings, web, lifespan="off")
        return
    with tempfile.TemporaryDirectory(prefix="tt-metrics-") as counts:
        # the workers are new programs: all that they know is in their environment
        os.environ |= {SHARED: counts, factory.LOG: log}
        if config:
            os.environ[CONFIG] = str(config)
        made = f"{factory.__name__}:{factory.create.__name__}"
        _run(settings, made, lifespan="on", factory=True, workers=workers)


def _end(_signal: int, _frame: object) -> None:
    """uvicorn raises the signal anew once it has served its last: that is no failure, and the rest has to be closed."""
    raise SystemExit(0)


def _run(settings: Settings, web: Any, **how: Any) -> None:
    uvicorn.run(
        web,
        host=settings.host,
        port=settings.port,
        loop="auto",  # uvloop, where there is one
        http="httptools",
        ws="none",
        access_log=False,
        proxy_headers=False,  # whom to believe is for `proxy_addresses` to say, and not for the environment
        log_config=None,
        timeout_graceful_shutdown=GRACE,
        **how,
    )


def migrate(*, config: Config = None) -> None:
    """Create the tables, or add what is missing to those a host has. May be repeated."""
    # Alembic is wanted here alone; the service should not carry it
    from tt_integrations.adapters.sql.migrations import current, upgrade  # noqa: PLC0415

    settings = load(config)
    with (
        opened(settings.database, MIGRATION_PATIENCE) as engine,
        engine.begin() as connection,
    ):
        upgrade(connection)
        revision = current(connection)
    print(f"the database is at revision {revision}")
    if settings.keys and (adopted := adopt(settings)):
        print(f"connections adopted from the host: {adopted}")


def generate() -> None:
    """Print a new key, for the setting `keys`."""
    print(f"k{secrets.token_hex(3)}:{base64.b64encode(new_key()).decode()}")


def _require_tables(settings: Settings) -> None:
    with opened(settings.database) as engine, engine.connect() as connection:
        # by what the newest revision made, as a look at Alembic's own table would need Alembic
        if not connection.dialect.has_table(connection, "integration_sessions"):
            raise WrongSettings(
                "TT_DATABASE (database): its tables are missing or old; "
                "run `tt-integrations migrate` first"
            )
