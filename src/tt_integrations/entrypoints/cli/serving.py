"""The commands that run the service and prepare its database."""

from __future__ import annotations

import base64
import ctypes
import gc
import secrets
from contextlib import closing
from pathlib import Path
from typing import Annotated

import uvicorn
from cyclopts import Parameter

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.vault import new_key
from tt_integrations.entrypoints.http.app import adopt, service, vault_of
from tt_integrations.entrypoints.settings import Settings, WrongSettings, load

MIGRATION_PATIENCE = 60.0
"""Seconds a migration waits for another one, which may be rewriting large tables."""

Config = Annotated[Path | None, Parameter(help="A TOML file with settings.")]


def serve(*, config: Config = None) -> None:
    """Serve the webhooks and the API, as the settings say."""
    settings = load(config)
    vault_of(settings)  # a missing key is said before a missing table
    _require_tables(settings)
    with closing(service(settings)) as web:
        adopt(settings)
        _settle()
        uvicorn.run(
            web,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_config=None,
            lifespan="off",
            ws="none",
        )


def _settle() -> None:
    """Give back what starting took, and let the collector leave alone what stays for good."""
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # the GNU C library's alone
    if trim is not None:
        trim(0)


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
        if not connection.dialect.has_table(connection, "integration_runs"):
            raise WrongSettings(
                "TT_DATABASE (database): its tables are missing or old; "
                "run `tt-integrations migrate` first"
            )
