"""`/readyz`: whether the service can work, by codes that tell nobody more."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import frozen
from house import VAULT, Front, House
from watched import serving
from write_lock import locked

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.migrations import VERSION_TABLE, current
from tt_integrations.adapters.sql.schema import VERSION_TABLE as READ_TABLE
from tt_integrations.adapters.sql.schema import at, behind, head
from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import Place
from tt_integrations.entrypoints.observing.readiness import Readiness

FINE = {"database": "ok", "migrations": "ok", "keys": "ok"}


def put_at(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        table = sa.table(READ_TABLE, sa.column("version_num"))
        connection.execute(sa.update(table).values(version_num=revision))


def test_a_service_that_can_work_is_ready(house: House, front: Front, database: str) -> None:
    with serving(house, front, database) as service:
        got = service.http.get("/readyz")
    assert (got.status_code, got.json()) == (200, {"ok": True, "checks": FINE})
    assert got.headers["cache-control"] == "no-store"


def test_old_tables_are_named_by_their_code(house: House, front: Front, database: str) -> None:
    put_at(house.engine, "0001")
    with serving(house, front, database) as service:
        got = service.http.get("/readyz")
    checks = {**FINE, "migrations": "migrations_missing"}
    wanted = {
        "ok": False,
        "checks": checks,
        "error": "Not ready",
        "code": "migrations_missing",
    }
    assert (got.status_code, got.json()) == (503, wanted)


def test_the_head_is_where_migrating_ends_and_newer_tables_are_fine(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        revision = current(connection)
    assert revision == head() == at(engine)
    assert READ_TABLE == VERSION_TABLE
    put_at(engine, "9999")
    assert not behind(engine)


def test_a_writer_elsewhere_keeps_nobody_waiting(house: House, front: Front, database: str) -> None:
    with serving(house, front, database) as service, locked(house.engine):
        assert service.http.get("/readyz").json()["checks"] == FINE


def test_tables_that_never_were_ours_are_behind(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'empty.db'}") as engine:
        assert (at(engine), behind(engine)) == (None, True)


def test_a_database_that_is_away_hides_what_is_in_it(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'no' / 'folder.db'}") as engine:
        checks = Readiness(engine, VAULT).look()
    assert checks == {"database": "database_unavailable", "migrations": "unknown", "keys": "ok"}


@frozen
class Forgetful:
    """A vault that cannot open what it sealed, or opens something else."""

    opened: str | None

    def seal(self, text: str, _place: Place) -> str:
        return text

    def open(self, _sealed: str, _place: Place) -> str:
        if self.opened is None:
            raise SecretUnreadable("a stored secret cannot be opened")
        return self.opened

    def stale(self, _sealed: str) -> bool:
        return False


@pytest.mark.parametrize("opened", [None, "something else"])
def test_keys_that_open_nothing_are_unusable(engine: sa.Engine, opened: str | None) -> None:
    assert Readiness(engine, Forgetful(opened)).look() == {**FINE, "keys": "keys_unusable"}
