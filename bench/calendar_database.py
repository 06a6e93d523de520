"""Databases in which owners have a connection to Google Calendar and nothing was read yet, any number of them alike."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from attrs import Factory, define, frozen

from bench.database import KEY
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.host_tables import projects, users
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.entrypoints import fresh
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.testing.postgres import PostgresServer, postgres

PROVIDER = "google_calendar_connector"
TOKEN = "ya29." + 150 * "x"
SQLITE, POSTGRES = "SQLite", "PostgreSQL"
MODEL = "model"


@frozen
class Origin:
    """Where copies of a database come from: a folder of SQLite's files, or a PostgreSQL that runs there."""

    kind: str
    folder: str


@define
class Copies:
    """Each as good as new."""

    origin: Origin
    name: str
    _numbers: Iterator[int] = Factory(count)

    def another(self) -> str:
        """Its URL."""
        folder, name = Path(self.origin.folder), f"{self.name}{next(self._numbers)}"
        if self.origin.kind == POSTGRES:
            return PostgresServer(folder).create(name, MODEL)
        copy = folder / f"{name}.db"
        shutil.copy(folder / f"{MODEL}.db", copy)
        return f"sqlite:///{copy}"


@contextmanager
def origins(folder: Path, owners: int) -> Iterator[tuple[Origin, Origin]]:
    """One of each kind, for as long as it is needed."""
    _furnished(f"sqlite:///{folder / MODEL}.db", owners)
    with postgres() as server:
        _furnished(server.create(MODEL), owners)
        yield Origin(SQLITE, str(folder)), Origin(POSTGRES, str(server.folder))


def _furnished(url: str, owners: int) -> None:
    with opened(url) as engine:
        with engine.begin() as connection:
            upgrade(connection)
        parts = Parts(SqlUnitOfWork(engine), AesGcmVault({"bench": KEY}))
        for number in range(owners):
            _connect(engine, parts, f"owner-{number}")


def _connect(engine: sa.Engine, parts: Parts, name: str) -> None:
    with engine.begin() as connection:
        person = connection.execute(
            sa.insert(users).values(username=name, timezone="Europe/Rome").returning(users.c.id)
        ).scalar_one()
        project = connection.execute(
            sa.insert(projects).values(name="Web", created_by=person).returning(projects.c.id)
        ).scalar_one()
    made = build(parts).connect(
        NewProviderConnection(
            owner=PersonId(person),
            provider=PROVIDER,
            name="Google Calendar",
            key=fresh.key(),
            settings={
                "default_project_id": project,
                "email": f"{name}@example.org",
                "mark": fresh.mark(),
            },
            secrets={},
        )
    )
    expires = SystemClock().now() + timedelta(hours=1)
    with parts.unit_of_work() as tx:
        keep_grant(tx, parts.vault, made.id, Grant(TOKEN, "1//refresh", expires))
        tx.commit()
