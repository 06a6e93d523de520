"""What a host's tables may hold although nobody meant them to."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import integrations, time_entries, users
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.people import Person, PersonId, Rounding, RoundingMethod
from tt_integrations.testing.contracts.examples import ACME, at, between
from tt_integrations.testing.strategies import ZONES

ADA = PersonId(1)
ROME = StorageZone(ZoneInfo("Europe/Rome"))


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.mark.parametrize("typed", [None, "", "Mars/Olympus", "../etc/passwd", "Europe/", "berlin"])
def test_a_person_without_a_zone_that_exists_is_in_the_hosts(
    engine: sa.Engine, typed: str | None
) -> None:
    assert _person(engine, timezone=typed).zone == ROME.zone


@pytest.mark.parametrize("name", ZONES)
def test_a_person_with_a_zone_that_exists_is_in_it(engine: sa.Engine, name: str) -> None:
    assert _person(engine, timezone=name).zone.key == name


@pytest.mark.parametrize("full_name", [None, "", "  "])
def test_a_person_without_a_name_goes_by_the_name_they_log_in_with(
    engine: sa.Engine, full_name: str | None
) -> None:
    assert _person(engine, full_name=full_name).name == "ada"


def test_a_person_who_rounds_nothing_is_not_rounded(engine: sa.Engine) -> None:
    person = _person(engine, time_rounding_enabled=False, time_rounding_minutes=15)
    assert person.rounding == Rounding()


def test_a_way_of_rounding_that_is_none_is_to_the_nearest(engine: sa.Engine) -> None:
    person = _person(engine, time_rounding_minutes=15, time_rounding_method="sideways")
    assert person.rounding == Rounding(15, RoundingMethod.NEAREST)


@pytest.mark.parametrize("config", [None, [], ["signing_secret"], "text", 7, sa.JSON.NULL])
def test_a_connection_with_settings_that_are_none_has_none(
    engine: sa.Engine, config: object
) -> None:
    with engine.begin() as connection:
        connection.execute(
            sa.insert(integrations).values(name="x", provider=ACME, is_active=True, config=config)
        )
    with SqlUnitOfWork(engine)() as tx:
        [found] = tx.connections.newest(ACME)
        tx.connections.save(found.id, {"room": "hall"})
        [saved] = tx.connections.newest(ACME)
    assert (found.settings, saved.settings) == ({}, {"room": "hall"})


@pytest.mark.parametrize(
    ("breaks", "duration", "worked"),
    [(None, None, 3600), (600, None, 3000), (9999, None, 0), (None, 1800, 1800), (600, 0, 0)],
)
def test_work_of_which_the_length_was_not_noted_is_worth_its_span_without_breaks(
    engine: sa.Engine, breaks: int | None, duration: int | None, worked: int
) -> None:
    _person(engine)
    with engine.begin() as connection:
        connection.execute(
            sa.insert(time_entries).values(
                user_id=ADA,
                start_time=ROME.store(at(0)),
                end_time=ROME.store(at(1)),
                break_seconds=breaks,
                duration_seconds=duration,
            )
        )
    with SqlUnitOfWork(engine, ROME).reading() as tx:
        [entry] = tx.entries.within(ADA, between(0, 1))
    assert entry.worked.total_seconds() == worked


def _person(engine: sa.Engine, **columns: object) -> Person:
    with engine.begin() as connection:
        connection.execute(sa.insert(users).values(id=ADA, username="ada", **columns))
    with SqlUnitOfWork(engine, ROME).reading() as tx:
        found = tx.people.find(ADA)
    assert found is not None
    return found
