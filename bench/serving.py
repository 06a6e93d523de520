"""Programs under measurement, each a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from attrs import frozen

from bench.cores import SERVER, pin
from bench.database import KEYS, SECRET, Database

MEGABYTE = 1_000_000


@frozen
class Served:
    port: int
    pid: int

    @property
    def megabytes(self) -> float:
        return float(psutil.Process(self.pid).memory_info().rss / MEGABYTE)


@contextmanager
def served(program: str, database: Database) -> Iterator[Served]:
    """`ours` or `raw` over that database, ready for requests."""
    settings = {"TT_DATABASE": database.url, "TT_KEYS": KEYS, "BENCH_SECRET": SECRET}
    with started("bench.launch", program, **settings) as running:
        yield running


@contextmanager
def started(module: str, *arguments: str, **environment: str) -> Iterator[Served]:
    """A module that prints its port once it serves, pinned to the servers' core."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        pin(process.pid, SERVER)
        assert process.stdout is not None
        port = process.stdout.readline()
        if not port:
            raise SystemExit(f"{module} {' '.join(arguments)} did not start")
        yield Served(int(port), process.pid)
    finally:
        process.terminate()
        process.wait()
