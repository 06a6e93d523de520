"""A small time tracker in memory: two people, two projects, and nothing tracked yet."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from aviary import Aviary
from keyboard import Keyboard, keyboard_of
from tt_integrations.domain.model.connection import Changes, Connection
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.testing.memory import MemoryStore, MemoryUnitOfWork


@pytest.fixture
def store() -> MemoryStore:
    """Anna (1) in Berlin may use every project, Ben (2) in New York his own; Web (1), Mobile app (2)."""
    store = MemoryStore()
    anna = store.add_person("Anna", zone=ZoneInfo("Europe/Berlin"), sees_all=True)
    store.add_person("Ben", zone=ZoneInfo("America/New_York"))
    for name in ("Web", "Mobile app"):
        store.add_project(anna, name)
    return store


@pytest.fixture
def unit_of_work(store: MemoryStore) -> MemoryUnitOfWork:
    return store.unit_of_work


@pytest.fixture
def slash(unit_of_work: MemoryUnitOfWork) -> Keyboard:
    """Anna at her keyboard, on a Monday morning."""
    with unit_of_work.reading() as tx:
        anna = tx.people.find(PersonId(1))
    assert anna
    return keyboard_of(anna, unit_of_work)


@pytest.fixture
def aviary() -> Aviary:
    """Connections to a provider that is nobody's brand, none yet."""
    return Aviary()


@pytest.fixture
def ann(aviary: Aviary) -> Person:
    """Somebody new there."""
    return aviary.person("Ann")


@pytest.fixture
def connection(aviary: Aviary, ann: Person) -> Connection:
    """Ann's, with all that it needs to speak and to be spoken to."""
    return aviary.talking(ann)


@pytest.fixture
def live(aviary: Aviary, connection: Connection) -> Connection:
    """The same, one message a timer."""
    return aviary.set(connection, Changes({"live": True}))


@pytest.fixture
def timer(aviary: Aviary, ann: Person) -> Timer:
    """Running, Ann's."""
    return aviary.start(ann)
