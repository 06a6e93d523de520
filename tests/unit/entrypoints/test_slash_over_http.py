"""`/tt` through the real application, from the signed request to the answer."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, GONE, KEYLESS, House, keyed

from tt_integrations.adapters.sql.host_tables import projects, time_entries
from tt_integrations.domain.model.connection import ConnectionState


@pytest.mark.parametrize("address", ["keyless", "keyed"])
def test_a_timer_is_started_reported_and_stopped(house: House, address: str) -> None:
    connection = house.connect(ANNA, "U1")
    to = KEYLESS if address == "keyless" else keyed(connection)
    assert house.says("status", to=to) == "No active timer."
    assert house.says("start web", to=to) == ":stopwatch: Timer started for *Web*."
    house.clock.advance(90 * 60)
    running = ":hourglass_flowing_sand: Active timer on *Web* (running 01:30:00)."
    assert house.says("status", to=to) == running
    assert house.says("today", to=to) == ":bar_chart: Today: *1.5h* across *1* project(s)."
    stopped = ":white_check_mark: Timer stopped (duration 01:30:00)."
    assert house.says("stop", to=to) == stopped
    assert house.says("stop", to=to) == "Could not stop timer: No active timer found"
    assert house.says("today", to=to) == ":bar_chart: Today: *1.5h* across *1* project(s)."
    assert house.timers() == []


def test_what_was_tracked_is_in_the_hosts_own_columns(house: House) -> None:
    house.connect(ANNA, "U1")
    house.says("start #2")
    house.clock.advance(3600)
    house.says("stop")
    with house.engine.connect() as connection:
        row = connection.execute(sa.select(time_entries)).mappings().one()
    assert (row["user_id"], row["project_id"], row["source"]) == (ANNA, 2, "auto")
    assert (str(row["start_time"]), row["duration_seconds"]) == ("2026-03-02 09:00:00", 3600)


def test_help_is_for_nothing_typed_and_for_unknown_words(house: House) -> None:
    house.connect(ANNA, "U1")
    assert house.says("") == house.says("help")
    assert house.says("help").startswith("Available commands:")
    assert house.says("dance") == f"I do not know `dance`.\n{house.says('help')}"


def test_a_second_start_names_the_running_timer(house: House) -> None:
    house.connect(ANNA, "U1")
    house.says("start web")
    assert house.says("start mobile") == (
        "Could not start timer: You already have an active timer on *Web* (running 00:00:00). "
        "Stop it before starting a new one."
    )
    assert house.timers() == [(ANNA, 1)]


def test_an_archived_project_is_not_found(house: House) -> None:
    house.connect(ANNA, "U1")
    assert house.says("start webarchive") == "Project not found: `webarchive`"
    assert house.says("start 4") == "Project not found: `4`"


def test_a_project_of_somebody_else_is_not_found(house: House) -> None:
    house.connect(BEN, "U2")
    assert house.says("start web", "U2") == "Project not found: `web`"
    assert house.says("start support", "U2") == ":stopwatch: Timer started for *Support*."


@pytest.mark.parametrize("wildcard", ["%", "_", "%web%", "w_b"])
def test_a_wildcard_finds_nothing(house: House, wildcard: str) -> None:
    house.connect(ANNA, "U1")
    assert house.says(f"start {wildcard}") == f"Project not found: `{wildcard}`"


def test_several_projects_are_listed_and_can_be_picked(house: House) -> None:
    house.connect(ANNA, "U1")
    listed = house.says("start p")
    assert listed.splitlines()[1:] == [
        "• *Mobile app* — `/tt start #2`",
        "• *Support* — `/tt start #3`",
    ]
    assert house.says("start #3") == ":stopwatch: Timer started for *Support*."


def test_a_project_called_channel_pings_nobody(house: House) -> None:
    house.connect(ANNA, "U1")
    with house.engine.begin() as connection:
        connection.execute(sa.update(projects).where(projects.c.id == 1).values(name="<!channel>"))
    said = house.says("start &lt;!channel&gt;")
    assert said == ":stopwatch: Timer started for *&lt;!channel&gt;*."


def test_a_paused_timer_is_said_to_be_paused_and_its_pause_is_no_work(house: House) -> None:
    house.connect(ANNA, "U1")
    house.says("start web")
    house.clock.advance(600)
    with house.engine.begin() as connection:
        pause = house.clock.now().replace(tzinfo=None)
        connection.execute(sa.update(time_entries).values(paused_at=pause))
    house.clock.advance(3600)
    assert house.says("status") == (
        ":double_vertical_bar: Paused timer on *Web* (paused at 00:10:00)."
    )
    assert house.says("stop") == ":white_check_mark: Timer stopped (duration 00:10:00)."


def test_the_same_signed_command_twice_acts_once(house: House) -> None:
    house.connect(ANNA, "U1")
    body = house.command("start web")
    first, second = house.send(body), house.send(body)
    assert first.json()["text"] == ":stopwatch: Timer started for *Web*."
    assert second.status_code == 200
    assert second.json()["text"].startswith("This command was carried out already.")
    assert house.timers() == [(ANNA, 1)]


def test_a_copy_of_a_stop_does_not_stop_the_next_timer(house: House) -> None:
    house.connect(ANNA, "U1")
    house.says("start web")
    stop = house.command("stop")
    house.send(stop)
    house.says("start mobile")
    house.clock.advance(60)
    assert house.send(stop).json()["text"].startswith("This command was carried out already.")
    assert house.timers() == [(ANNA, 2)]


def test_somebody_who_is_not_linked_is_told_how_to_be(house: House) -> None:
    house.connect(ANNA, "U1")
    said = house.says("start web", "U9")
    assert said.startswith("This Slack user is not linked to your TimeTracker account.")
    assert "`/tt link`" in said
    assert house.timers() == []


def test_a_connection_without_a_linked_user_lets_nobody_act(house: House) -> None:
    connection = house.connect(ANNA, None)
    assert "is not linked" in house.says("start web")
    assert "is not linked" in house.says("start web", to=keyed(connection))
    assert house.timers() == []


def test_somebody_deactivated_is_refused(house: House) -> None:
    house.connect(GONE, "U3")
    assert house.says("start web", "U3") == (
        "Your TimeTracker account is deactivated. Please ask an administrator."
    )
    assert house.timers() == []


@pytest.mark.parametrize(
    "into", [state for state in ConnectionState if not state.works], ids=lambda state: state.value
)
def test_a_connection_that_does_not_work_carries_nothing_out(
    house: House, into: ConnectionState
) -> None:
    connection = house.connect(ANNA, "U1")
    house.put(connection, into)
    refusal = "This Slack connection is not active. Its owner can switch it on in TimeTracker."
    assert house.says("start web") == house.says("start web", to=keyed(connection)) == refusal
    assert house.timers() == []


def test_a_degraded_connection_still_works(house: House) -> None:
    house.put(house.connect(ANNA, "U1"), ConnectionState.DEGRADED)
    assert house.says("status") == "No active timer."
