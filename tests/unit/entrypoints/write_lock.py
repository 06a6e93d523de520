"""Another process that holds SQLite's write lock."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from attrs import frozen

from patience import LONG

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""


@frozen
class Lock:
    """The write lock, in the hands of another process."""

    process: subprocess.Popen[bytes]

    def release(self) -> None:
        self.process.communicate(b"\n", timeout=LONG)


@contextmanager
def locked(engine: sa.Engine) -> Iterator[Lock]:
    """Locked while the block runs, unless released before."""
    command = [sys.executable, "-S", "-c", HOLD, str(engine.url.database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"locked\n"
        yield Lock(process)
        if process.poll() is None:
            process.communicate(b"\n", timeout=LONG)
