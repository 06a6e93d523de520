"""A small time tracker in memory: two people, two projects, and nothing tracked yet."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from aviary import Aviary
from keyboard import Keyboard, keyboard_of
from tt_integrations.domain.model.people import PersonId
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
