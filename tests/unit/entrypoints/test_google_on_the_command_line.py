"""`tt-integrations sync`, with and without `--preview`, and `runs undo`: for whoever runs the service."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from diary import Diary, diary
from house import ANNA, House
from workplace import KEY

from patience import soon
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Action, Decided, NewRun, RunId, Trigger
from tt_integrations.entrypoints.cli.progress import progress


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect()
        made.fake.hold_pushes()
        yield made


def command(here: Diary, *words: str) -> subprocess.CompletedProcess[str]:
    """As somebody types it, over the same database and the same Google."""
    settings = {
        "TT_DATABASE": here.database,
        "TT_KEYS": KEY,
        "TT_GOOGLE_CLIENT_ID": here.fake.client.client_id,
        "TT_GOOGLE_CLIENT_SECRET": here.fake.client.client_secret,
        "TT_GOOGLE_TOKEN_URL": f"{here.google}/token",
        "TT_GOOGLE_API_URL": f"{here.google}/calendar/v3",
    }
    return subprocess.run(
        [sys.executable, "-m", "tt_integrations", *words],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(here.database.removeprefix("sqlite:///")).parent,
    )


def connection_of(here: Diary) -> str:
    [own] = here.ask("anna", "GET", "/api/integrations/connections").json()["connections"]
    return str(own["id"])


def test_a_preview_is_a_table_and_changes_nothing(here: Diary) -> None:
    here.meeting("Planning \x1b[31m")
    here.meeting("Later", hours_ago=-2)
    got = command(here, "sync", connection_of(here), "--preview")
    assert (got.returncode, got.stderr) == (0, "")
    assert got.stdout.splitlines() == [
        "  created                 Planning [31m",
        "  ignored: not ended yet  Later",
        "2 items; nothing was changed",
    ]
    assert here.titles() == []


def test_a_sync_says_what_became_of_each_and_undo_takes_it_back(here: Diary) -> None:
    here.meeting("Planning")
    got = command(here, "sync", connection_of(here))
    assert got.returncode == 0
    assert "sync (command line)  done: 1 created" in got.stdout
    assert here.titles() == ["Planning"]
    run = str(here.runs()[0]["id"])
    looked = command(here, "runs", "undo", run, "--preview")
    assert "removed  Planning" in looked.stdout
    assert here.titles() == ["Planning"]
    undone = command(here, "runs", "undo", run)
    assert (undone.returncode, "1 removed" in undone.stdout) == (0, True)
    assert here.titles() == []
    again = command(here, "runs", "undo", run)
    assert again.returncode == 1
    assert again.stdout == "nothing was undone: the run was taken back before\n"


def test_many_deletions_are_pointed_out(here: Diary) -> None:
    meetings = [here.meeting(f"Meeting {number}", number + 2) for number in range(8)]
    here.synced()
    for meeting in meetings:
        here.fake.cancel_event(meeting)
    got = command(here, "sync", connection_of(here), "--preview")
    assert got.stdout.splitlines()[-1] == "a sync would stop, and ask to confirm 8 deletions"


def test_what_is_not_there_is_one_line(here: Diary) -> None:
    got = command(here, "sync", "99", "--preview")
    assert (got.returncode, got.stdout.count("\n")) == (1, 1)
    assert got.stdout.startswith("nothing was synced: ")
    missing = command(here, "runs", "undo", "99")
    assert missing.returncode == 1
    assert missing.stderr == "tt-integrations: there is no such run\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_says_how_far_it_has_come(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    run = begun(house, connection.id)
    out = Terminal()
    with progress(house.application, connection.id, out, every=0.01):
        assert soon(lambda: f"run {run}: 0 items so far" in out.getvalue())
        decide(house, run, 1200)
        assert soon(lambda: f"run {run}: 1,200 items so far" in out.getvalue())
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_short_run_says_nothing_and_neither_does_one_that_nobody_looks_at(
    house: House,
) -> None:
    connection = house.connect(ANNA, "U1")
    begun(house, connection.id)
    unseen, seen = io.StringIO(), Terminal()
    with progress(house.application, connection.id, unseen, every=0.001):
        decide(house, RunId(1), 10)
    with progress(house.application, connection.id, seen, every=60):
        decide(house, RunId(1), 10)
    assert unseen.getvalue() == seen.getvalue() == ""


def begun(house: House, connection: ConnectionId) -> RunId:
    with house.application.list_runs.unit_of_work() as tx:
        run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "asked for", house.clock.now()))
        tx.commit()
    return run


def decide(house: House, run: RunId, times: int) -> None:
    decided = [Decided(str(each), "", Action.UNCHANGED) for each in range(times)]
    with house.application.list_runs.unit_of_work() as tx:
        tx.runs.decide(run, decided)
        tx.commit()
