"""The command line: what it prints, how it ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from attrs import frozen

from tt_integrations import __version__
from tt_integrations.entrypoints import cli
from tt_integrations.entrypoints.http.app import vault_of
from tt_integrations.entrypoints.settings import Settings

APP = cli.app


@frozen
class Ended:
    code: object
    printed: str


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Run a command in an empty folder, as the console script would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TT_KEYS", raising=False)
    monkeypatch.delenv("TT_CONFIG", raising=False)
    monkeypatch.setenv("TT_DATABASE", "sqlite:///tracker.db")

    def command(*words: str) -> Ended:
        # the words as an argument: under pytest the parser will not look at `sys.argv`
        monkeypatch.setattr(cli, "app", partial(APP, list(words)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return Ended(caught.value.code, capsys.readouterr().out)

    return command


Run = Callable[..., Ended]


def test_a_generated_key_is_one_that_the_service_takes(run: Run) -> None:
    first, second = run("keys", "generate"), run("keys", "generate")
    assert first.code in (0, None)
    assert first.printed != second.printed
    key = first.printed.strip()
    assert vault_of(Settings(keys=key)).current == key.partition(":")[0]


@pytest.mark.parametrize("words", [("version",), ("--version",)])
def test_the_version_is_printed(run: Run, words: tuple[str]) -> None:
    assert run(*words).printed.strip() == __version__


def test_the_help_lists_every_command(run: Run) -> None:
    printed = run("--help").printed
    for command in ("serve", "sandbox", "demo", "migrate", "keys", "say", "version", "fakes"):
        assert command in printed


def test_migrating_twice_changes_nothing_the_second_time(run: Run) -> None:
    first = run("migrate")
    assert first.code in (0, None)
    before = schema()
    assert run("migrate") == first
    assert schema() == before
    assert first.printed.startswith("the database is at revision ")
    assert {"users", "time_entries", "integration_inbox", "integration_schema_version"} <= set(
        before
    )


def schema() -> dict[str, str]:
    database = sqlite3.connect("tracker.db")
    rows = database.execute("SELECT name, sql FROM sqlite_master").fetchall()
    database.close()
    return dict(rows)


def test_serving_without_a_key_is_one_line_and_a_failure(run: Run) -> None:
    message = run("serve").code
    assert isinstance(message, str)  # Python prints it and ends with 1
    assert message.startswith("tt-integrations: TT_KEYS (keys): missing")
    assert "\n" not in message


def test_serving_a_database_without_tables_says_to_migrate(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TT_KEYS", run("keys", "generate").printed.strip())
    assert "run `tt-integrations migrate` first" in str(run("serve").code)


def test_a_wrong_setting_is_one_line_and_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TT_PORT", "many")
    message = run("migrate").code
    assert str(message).startswith("tt-integrations: TT_PORT (port): expected ")
    assert "\n" not in str(message)


def test_a_database_that_is_none_is_one_line_and_a_failure(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TT_DATABASE", f"sqlite:///{tmp_path}/no/such/folder/x.db")
    assert str(run("migrate").code).startswith("tt-integrations: the database does not answer: ")


def test_saying_something_without_a_sandbox_tells_how_to_start_one(run: Run) -> None:
    message = str(run("say", "/tt status").code)
    assert message == "tt-integrations: no sandbox runs in .sandbox; start one with `make run`"
