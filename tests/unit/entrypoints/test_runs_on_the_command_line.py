"""`tt-integrations runs` and `sync`: what was done and why, for whoever runs the service."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from workplace import KEY, REPOSITORY, Workplace, workplace


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def command(here: Workplace, *words: str) -> subprocess.CompletedProcess[str]:
    """As somebody types it, over the same database and the same GitHub."""
    settings = {
        "TT_DATABASE": here.database,
        "TT_KEYS": KEY,
        "TT_GITHUB_API_URL": here.api,
        "TT_GITHUB_ALLOW_PRIVATE": "yes",
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


def test_the_newest_runs_are_listed_one_a_line(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "One")
    got = command(here, "runs", "list")
    assert (got.returncode, got.stderr) == (0, "")
    newest, *_, oldest = got.stdout.splitlines()
    assert "delivery (" in newest
    assert newest.endswith("done: 1 created")
    assert "sync (saved)  done: nothing" in oldest
    assert command(here, "runs", "list", "--connection", "99").stdout == ""


def test_a_run_is_shown_with_each_decision_and_its_reason(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "The \x1b[31mdoor", labels=["bug"])
    here.edit_task(1, name="By hand")
    here.fake.edit_issue(REPOSITORY, 1, title="The gate")
    number = str(here.runs()[0]["id"])
    got = command(here, "runs", "show", number)
    assert got.returncode == 0
    assert "kept: changed by hand (kept: name)  The gate" in got.stdout
    first = str(next(r["id"] for r in here.runs() if r["counts"].get("created")))
    assert "\x1b" not in command(here, "runs", "show", first).stdout
    assert "The gate" not in command(here, "runs", "show", number, "--search", "roof").stdout


def test_a_run_that_is_not_there_is_one_line_of_error(here: Workplace) -> None:
    got = command(here, "runs", "show", "4711")
    assert got.returncode != 0
    assert got.stderr.startswith("tt-integrations: ")
    assert len(got.stderr.splitlines()) == 1


def test_a_connection_is_synced_by_hand_and_says_what_became_of_each_issue(
    here: Workplace,
) -> None:
    here.connect()
    here.fake.lose_deliveries()
    here.fake.open_issue(REPOSITORY, "Found by hand")
    got = command(here, "sync", "1")
    assert (got.returncode, got.stderr) == (0, "")
    assert "sync (command line)  done: 1 created" in got.stdout
    assert "created  Found by hand" in got.stdout
    assert here.tasks("name") == [("Found by hand",)]
    assert "nothing was synced" in command(here, "sync", "99").stdout
