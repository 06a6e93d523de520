"""A database as our migration makes it, with people who are linked to Slack and any number of other connections."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from bench.slack import PROJECT, TEAM
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import integrations, projects, users
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.own_tables import addresses, state
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.entrypoints import fresh
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
KEY = bytes(range(32))
KEYS = f"bench:{base64.b64encode(KEY).decode()}"
PROVIDER = "slack_connector"


@frozen
class Database:
    """`users` are the Slack ids of the linked people, each with a connection of their own."""

    path: Path
    users: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"


def prepared(path: Path, people: int, connections: int) -> Database:
    """`connections` in all, those of the `people` spread evenly among them."""
    database = Database(path, tuple(f"U{number:04}" for number in range(people)))
    engine = open_engine(database.url)
    with engine.begin() as connection:
        upgrade(connection)
    application = build(Parts(SqlUnitOfWork(engine), AesGcmVault({"bench": KEY})))
    others = connections // people - 1
    for user in database.users:
        _link(engine, application, user)
        with engine.begin() as connection:
            _fill(connection, user, others)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return database


def _link(engine: sa.Engine, application: Application, user: str) -> None:
    with engine.begin() as connection:
        person = _inserted(connection, users, username=user.lower(), timezone="Europe/Rome")
        for name in (PROJECT, "Mobile", "Support"):
            _inserted(connection, projects, name=name, created_by=person)
    application.connect(
        NewProviderConnection(
            owner=PersonId(person),
            provider=PROVIDER,
            name="Slack",
            key=fresh.key(),
            settings={"team_id": TEAM, "linked_slack_user_id": user},
            secrets={"signing_secret": SECRET},
        )
    )


def _inserted(connection: sa.Connection, table: sa.Table, **values: Any) -> int:
    return int(
        connection.execute(sa.insert(table).values(**values).returning(table.c.id)).scalar_one()
    )


def _fill(connection: sa.Connection, user: str, count: int) -> None:
    """Connections of other people, as wide as real ones."""
    if not count:
        return
    first = connection.execute(sa.select(sa.func.max(integrations.c.id))).scalar_one() + 1
    numbers = range(first, first + count)
    config = {"team_id": TEAM, "signing_secret": "v1.bench." + 80 * "x", "notify_on_start": True}
    person = connection.execute(sa.select(sa.func.max(users.c.id))).scalar_one() + 1
    people = range(person, person + count)
    _rows(connection, users, ("id", "username"), [(n, f"{user.lower()}-{n}") for n in people])
    both = list(zip(numbers, people, strict=True))
    _rows(
        connection,
        integrations,
        ("id", "name", "provider", "user_id", "is_active", "config"),
        [(n, "Slack", PROVIDER, who, True, json.dumps(config)) for n, who in both],
    )
    _rows(
        connection,
        state,
        ("connection_id", "key", "state"),
        [(n, f"other-{n:020}", "active") for n in numbers],
    )
    _rows(
        connection,
        addresses,
        ("provider", "address", "connection_id", "person_id"),
        [(PROVIDER, f"T{n * 7919 % 1_000_003:07}/U{n}", n, who) for n, who in both],
    )


def _rows(
    connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], rows: list[Any]
) -> None:
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows
    )
