"""One server for all tests; each test puts its own application behind it, over its own database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from house import Front, House, fill

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.server import served
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.entrypoints.http.app import web_app


@pytest.fixture(scope="session")
def front() -> Front:
    return Front()


@pytest.fixture(scope="session")
def http(front: Front) -> Iterator[httpx.Client]:
    with served(front) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with people and projects, to be copied."""
    file = tmp_path_factory.mktemp("template") / "tracker.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        upgrade(connection)
    fill(engine)
    engine.dispose()
    return file


@pytest.fixture
def database(template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(template, tmp_path / 'tracker.db')}"


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    engine = open_engine(database)
    yield engine
    engine.dispose()


@pytest.fixture
def house(
    engine: sa.Engine, http: httpx.Client, front: Front, provider_clock: ProviderClock
) -> House:
    """The service over that database, its clock standing at Monday 2026-03-02 09:00 UTC."""
    made = House(engine, provider_clock, http)
    front.behind = web_app(made.application, public_address="https://tt.example")
    return made
