"""People and their tokens on the command line."""

from __future__ import annotations

import getpass
import io
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from attrs import frozen

from tt_integrations.adapters.identity import BearerIdentity
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.people import Asking
from tt_integrations.domain.usecases.sign_in import Credentials, SignedIn
from tt_integrations.entrypoints import cli
from tt_integrations.entrypoints.local_accounts import local_accounts

APP = cli.app
PASSWORD = "a password long enough"


@frozen
class Ended:
    code: object
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command over a migrated database with Anna, Ben and one who is gone."""
    monkeypatch.delenv("TT_CONFIG", raising=False)
    monkeypatch.setenv("TT_DATABASE", database)

    def command(*words: str, typed: str = "") -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        monkeypatch.setattr(cli, "app", partial(APP, list(words)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        printed = capsys.readouterr()
        return Ended(caught.value.code, printed.out, printed.err)

    return command


@pytest.fixture
def unit_of_work(database: str) -> Iterator[SqlUnitOfWork]:
    engine = open_engine(database)
    yield SqlUnitOfWork(engine)
    engine.dispose()


def can_sign_in(unit_of_work: SqlUnitOfWork, username: str, password: str = PASSWORD) -> bool:
    sign_in = local_accounts(unit_of_work).sign_in
    return isinstance(sign_in(Credentials(username, password, "here")), SignedIn)


def test_somebody_added_can_sign_in_and_is_listed(run: Run, unit_of_work: SqlUnitOfWork) -> None:
    words = ("Cleo", "--name", "Cleo Cedar", "--admin", "--timezone", "Asia/Tokyo")
    added = run("people", "add", *words, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (added.code, added.out) == (0, "added as number 4\n")
    assert can_sign_in(unit_of_work, "cleo")
    assert run("people", "list").out.splitlines() == [
        "1  anna  anna  admin, no password",
        "2  ben  ben  no password",
        "4  cleo  Cleo Cedar  admin",
        "3  gone  gone  deactivated, no password",
    ]


def test_a_password_is_asked_for_twice_and_shown_nowhere(
    run: Run, unit_of_work: SqlUnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda prompt: prompts.append(prompt) or PASSWORD)
    done = run("people", "password", "ben")
    assert done.code == 0
    assert prompts == ["Password: ", "The same again: "]
    assert PASSWORD not in done.out + done.err
    assert can_sign_in(unit_of_work, "ben")


def test_a_password_typed_differently_is_not_set(
    run: Run, unit_of_work: SqlUnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([PASSWORD, "another one by mistake"])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(typed))
    done = run("people", "password", "ben")
    assert done.code == "tt-integrations: password: the two are not the same"
    assert not can_sign_in(unit_of_work, "ben")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "ben", "--password-stdin"), "there is a 'ben' already"),
        (("password", "Nobody", "--password-stdin"), "there is no 'nobody'"),
    ],
)
def test_a_name_that_does_not_fit_is_one_line_and_a_failure(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run("people", *words, typed=f"{PASSWORD}\n")
    assert done.code == 1
    assert done.err.startswith(f"tt-integrations: {said}")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (
            ("add", "cleo", "--password-stdin"),
            "short\n",
            "password: expected 12 to 1024 characters",
        ),
        (("add", "c leo", "--password-stdin"), f"{PASSWORD}\n", "username: expected 1 to 80"),
        (("add", "cleo", "--timezone", "Mars/Olympus"), "", "timezone: expected an IANA name"),
        (("add", "cleo", "--timezone", "../etc"), "", "timezone: expected an IANA name"),
    ],
)
def test_a_wrong_value_is_told_and_nobody_added(
    run: Run, words: tuple[str, ...], typed: str, said: str
) -> None:
    done = run("people", *words, typed=typed)
    assert str(done.code).startswith(f"tt-integrations: {said}")
    assert "cleo" not in run("people", "list").out


def test_a_hosts_people_are_added_by_the_host_and_given_passwords_here(
    run: Run, unit_of_work: SqlUnitOfWork, database: str
) -> None:
    with sqlite3.connect(database.removeprefix("sqlite:///")) as host:
        host.execute("ALTER TABLE users ADD COLUMN last_login DATETIME")
    host.close()
    done = run("people", "add", "cleo", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "the host's" in done.err) == (1, True)
    assert run("people", "password", "ben", "--password-stdin", typed=f"{PASSWORD}\n").code == 0
    assert can_sign_in(unit_of_work, "ben")


def test_names_that_others_chose_do_not_move_the_cursor(run: Run) -> None:
    run(
        *("people", "add", "cleo", "--name", "a\x1b[2Jb", "--password-stdin"),
        typed=f"{PASSWORD}\n",
    )
    assert "\x1b" not in run("people", "list").out


def test_an_issued_token_is_its_persons_until_it_is_revoked(
    run: Run, unit_of_work: SqlUnitOfWork
) -> None:
    issued = run("tokens", "issue", "Ben", "--label", "my laptop")
    token = issued.out.strip()
    asking = Asking({"authorization": f"Bearer {token}"})
    identity = BearerIdentity(unit_of_work)
    ben = identity.who(asking)
    assert ben is not None
    assert (issued.code, ben.id) == (0, 2)
    [line] = run("tokens", "list", "ben").out.splitlines()
    beginning, _, label = line.partition("  ")
    assert (label, token in line) == ("my laptop", False)
    refused = run("tokens", "revoke", "anna", beginning)
    assert (refused.code, "`tt-integrations tokens list anna` shows them" in refused.err) == (
        1,
        True,
    )
    assert identity.who(asking) == ben
    assert run("tokens", "revoke", "ben", beginning).out == f"revoked: {line}\n"
    assert identity.who(asking) is None
    assert run("tokens", "list", "ben").out == ""


@pytest.mark.parametrize(
    "words", [("issue", "nobody"), ("list", "nobody"), ("revoke", "nobody", "0123456789ab")]
)
def test_nobody_has_no_tokens(run: Run, words: tuple[str, ...]) -> None:
    done = run("tokens", *words)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("tt-integrations: there is no 'nobody'; ")


def test_a_label_that_is_too_long_issues_nothing(run: Run) -> None:
    assert run("tokens", "issue", "ben", "--label", "x" * 101).code == 1
    assert run("tokens", "list", "ben").out == ""


def test_the_help_lists_the_commands(run: Run) -> None:
    printed = run("people", "--help").out + run("tokens", "--help").out
    for command in ("add", "password", "list", "issue", "revoke"):
        assert command in printed
