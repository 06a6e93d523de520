"""The same commands over HTTP with PostgreSQL behind the service."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa
from house import ANNA, Front, House, fill, keyed

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.entrypoints.http.app import web_app
from tt_integrations.testing.postgres import postgres


@pytest.fixture(scope="module")
def server() -> Iterator[sa.Engine]:
    with postgres() as running:
        engine = open_engine(running.create("tracker"))
        with engine.begin() as connection:
            upgrade(connection)
        fill(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def house(
    server: sa.Engine, http: httpx.Client, front: Front, provider_clock: ProviderClock
) -> House:
    made = House(server, provider_clock, http)
    front.behind = web_app(made.application)
    return made


def test_commands_are_carried_out_and_copies_are_not(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    start = house.command("start web")
    assert house.send(start).json()["text"] == ":stopwatch: Timer started for *Web*."
    assert house.send(start).json()["text"].startswith("This command was carried out already.")
    house.clock.advance(90 * 60)
    running = ":hourglass_flowing_sand: Active timer on *Web* (running 01:30:00)."
    assert house.says("status", to=keyed(connection)) == running
    assert house.says("today") == ":bar_chart: Today: *1.5h* across *1* project(s)."
    assert house.says("stop") == ":white_check_mark: Timer stopped (duration 01:30:00)."
    assert house.timers() == []


def test_of_racing_starts_one_wins_and_the_others_are_told(house: House) -> None:
    house.connect(ANNA, "U7", team="T7")
    commands = [house.command("start web", "U7", "T7") for _ in range(12)]
    with ThreadPoolExecutor(len(commands)) as pool:
        answers = [got.json()["text"] for got in pool.map(house.send, commands)]
    assert sum(text.startswith(":stopwatch:") for text in answers) == 1
    refused = "Could not start timer: You already have an active timer on *Web*"
    assert sum(text.startswith(refused) for text in answers) == 11
    assert house.timers() == [(ANNA, 1)]
