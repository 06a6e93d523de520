"""A small time tracker's database, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import projects, users
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people and two projects, and nothing tracked yet."""
    file = tmp_path_factory.mktemp("template") / "tracker.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(
            sa.insert(users),
            [
                {"username": "anna", "timezone": "Europe/Berlin", "role": "admin"},
                {"username": "ben", "timezone": "America/New_York", "role": "user"},
            ],
        )
        connection.execute(sa.insert(projects), [{"name": "Web"}, {"name": "Mobile app"}])
    engine.dispose()
    return file


@pytest.fixture
def engine(template: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{shutil.copy(template, tmp_path / 'tracker.db')}", 0.05)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine: sa.Engine) -> SqlUnitOfWork:
    return SqlUnitOfWork(engine)
