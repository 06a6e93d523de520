"""The sandbox: complete, lasting, and careful with what is not its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.entrypoints.cli.playing import say as type_in
from tt_integrations.entrypoints.sandbox.demo import demo
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox
from tt_integrations.entrypoints.sandbox.saying import NotRunning, running, say
from tt_integrations.entrypoints.sandbox.seed import NotASandbox


def free(folder: Path, **more: Any) -> Options:
    return Options(folder, port=0, slack_port=0, github_port=0, google_port=0, **more)


def entries(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(time_entries)).scalar_one()


def start_web(box: Sandbox) -> str:
    return str(say(box.slack_url, "/tt start web", "U0ANNA")["text"])


def test_a_sandbox_describes_all_that_a_program_needs(tmp_path: Path) -> None:
    with sandbox(free(tmp_path)) as box:
        described = json.loads(json.dumps(box.description))
        assert described == running(tmp_path)
        assert described["base_url"] == box.url
        assert described["slack_url"] == box.slack_url
        assert [person["username"] for person in described["people"]] == ["anna", "ben"]
        assert [person["slack_linked"] for person in described["people"]] == [True, False]
        assert [project["name"] for project in described["projects"]] == [
            "Web",
            "Mobile app",
            "Support & training",
        ]
        [connection] = described["connections"]
        assert connection["webhook_url"] == f"{box.url}/webhooks/slack/{connection['key']}"
        assert connection["signing_secret"] == described["slack"]["signing_secret"]
        for person, linked in zip(described["people"], (True, False), strict=True):
            headers = {"authorization": f"Bearer {person['token']}"}
            status = f"{box.url}/api/integrations/slack/status"
            got = httpx.get(status, headers=headers, trust_env=False)
            assert got.json()["connected"] is linked
        engine = open_engine(described["database_url"])
        assert entries(engine) == 0
        engine.dispose()
    with pytest.raises(NotRunning):
        running(tmp_path)


def test_what_a_sandbox_stored_survives_until_it_is_told_to_forget(tmp_path: Path) -> None:
    with sandbox(free(tmp_path)) as first:
        assert start_web(first) == ":stopwatch: Timer started for *Web*."
        secrets = first.description["slack"], first.description["people"]
    with sandbox(free(tmp_path)) as second:
        assert (second.description["slack"] | {"events_url": ""}, second.description["people"]) == (
            secrets[0] | {"events_url": ""},
            secrets[1],
        )
        assert "already have an active timer" in start_web(second)
    with sandbox(free(tmp_path, fresh=True)) as third:
        assert entries(third.engine) == 0
        assert start_web(third) == ":stopwatch: Timer started for *Web*."


def test_the_command_say_types_into_the_sandbox_that_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sandbox(free(tmp_path)):
        assert type_in("/tt start web", folder=tmp_path) == 0
        assert type_in("/tt start web", user="U0BEN", folder=tmp_path) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == ":stopwatch: Timer started for *Web*."
    assert second.startswith("This Slack user is not linked")


def test_the_secrets_of_a_sandbox_are_readable_by_its_owner_alone(tmp_path: Path) -> None:
    with sandbox(free(tmp_path)) as box:
        for name in ("secrets.json", "running.json"):
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        assert box.description["slack"]["signing_secret"] not in repr(box)


@pytest.mark.parametrize("fresh", [False, True])
def test_a_sandbox_refuses_the_database_of_others(
    tmp_path: Path, database: str, fresh: Any
) -> None:
    before = everything(database)
    with (
        pytest.raises(NotASandbox, match="holds people of its own"),
        sandbox(free(tmp_path / "box", database=database, fresh=fresh)),
    ):
        pytest.fail("it must not start")
    assert everything(database) == before


def everything(database: str) -> list[tuple[Any, ...]]:
    engine = open_engine(database)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM users").fetchall()
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master").fetchall()
    engine.dispose()
    return [tuple(row) for row in [*rows, *names]]


def test_a_sandbox_refuses_a_database_made_with_other_keys(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/shared.db"
    with sandbox(free(tmp_path / "one", database=database)):
        pass
    with (
        pytest.raises(NotASandbox, match="the key of another sandbox folder"),
        sandbox(free(tmp_path / "two", database=database)),
    ):
        pytest.fail("it must not start")


def test_only_a_sqlite_file_can_be_made_fresh(tmp_path: Path) -> None:
    with (
        pytest.raises(NotASandbox, match="SQLite files"),
        sandbox(free(tmp_path, database="postgresql://nowhere/x", fresh=True)),
    ):
        pytest.fail("it must not start")


def test_saying_something_after_the_sandbox_ended_says_so(tmp_path: Path) -> None:
    with sandbox(free(tmp_path)) as box:
        url = box.slack_url
        with pytest.raises(ValueError, match="begins with a slash"):
            say(url, "hello", "U0ANNA")
    with pytest.raises(NotRunning, match="no fake Slack answers"):
        say(url, "/tt status", "U0ANNA")


def test_a_program_starts_a_sandbox_reads_one_line_and_ends_it_with_an_interrupt(
    tmp_path: Path,
) -> None:
    ports = [f"--{name}port" for name in ("", "slack-", "github-", "google-")]
    words = ["sandbox", "--json", "--folder", str(tmp_path), *(f"{port}=0" for port in ports)]
    command = [sys.executable, "-W", "error", "-m", "tt_integrations", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        described = json.loads(process.stdout.readline())
        got = httpx.get(f"{described['base_url']}/healthz", trust_env=False)
        assert got.json() == {"ok": True}
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=20)
    assert process.returncode == 0
    assert (rest, complaints) == (b"", b"")
    assert not (tmp_path / "running.json").exists()


def test_the_demo_finds_everything_as_it_should_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert demo() == 0
    printed = capsys.readouterr().out
    assert printed.endswith("All as it should be.\n")
    assert "  ! " not in printed
