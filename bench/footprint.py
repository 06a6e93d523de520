"""What we cost before the first request: the import of the library, the memory of the idle service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import psutil

from bench.database import KEYS, prepared
from bench.serving import MEGABYTE, served
from bench.table import Figure, show

IMPORT_GOAL, MEMORY_GOAL = 30, 65
RUNS = 7
SETTLED = 0.5
"""Seconds after which a service that was started is idle."""
FOREIGN = (
    "sqlalchemy",
    "httpx",
    "starlette",
    "apscheduler",
    "cryptography",
    "dependency_injector",
)
_IMPORT = """
import json, sys, time
began = time.process_time()
import tt_integrations
print(json.dumps([(time.process_time() - began) * 1000, sorted(sys.modules)]))
"""


def imports() -> None:
    """In a fresh interpreter each time."""
    runs = [json.loads(_printed(sys.executable, "-c", _IMPORT)) for _ in range(RUNS)]
    loaded = set(runs[0][1])
    show(
        f"import tt_integrations, median of {RUNS} fresh interpreters",
        [
            Figure("CPU time", median(run[0] for run in runs), "ms", IMPORT_GOAL),
            Figure(f"loaded of {', '.join(FOREIGN[:3])}, ...", len(loaded & set(FOREIGN)), "", 0),
        ],
    )


def memory(folder: Path) -> None:
    """Resident memory after the start, of the service as the command line serves it."""
    database = prepared(folder / "memory.db", 1, 1)
    with served("raw", database) as raw:
        time.sleep(SETTLED)
        by_hand = raw.megabytes
    show(
        "resident memory, idle",
        [
            Figure("tt-integrations serve", _of_the_command(database.url), "MB", MEMORY_GOAL),
            Figure("the raw program, for comparison", by_hand, "MB"),
        ],
    )


def _of_the_command(database: str) -> float:
    settings = {"TT_DATABASE": database, "TT_KEYS": KEYS, "TT_PORT": "0"}
    with subprocess.Popen(
        [sys.executable, "-m", "tt_integrations", "serve"],
        env={**os.environ, **settings},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "running on" in line:
                break
        time.sleep(SETTLED)
        resident = float(psutil.Process(process.pid).memory_info().rss / MEGABYTE)
        process.terminate()
    return resident


def _printed(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
