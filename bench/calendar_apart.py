"""A piece of measurement in a process of its own, on the client's core: `python -m bench.calendar_apart MODULE NAME`.

Reads the arguments as JSON from standard input and prints what is returned as JSON.
"""

from __future__ import annotations

import gc
import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

from bench.cores import CLIENT, OURSELVES, pin

T = TypeVar("T")


def apart(work: Callable[..., T], **given: object) -> T:
    """What `work` returns, of which both arguments and result are plain values. Ends the report where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.calendar_apart", work.__module__, work.__qualname__],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{work.__qualname__} failed:\n{done.stderr}")
    result: T = json.loads(done.stdout)
    return result


def main() -> None:
    pin(OURSELVES, CLIENT)
    _, module, name = sys.argv
    work = getattr(importlib.import_module(module), name)
    gc.collect()  # as the service does once everything is made
    gc.freeze()
    print(json.dumps(work(**json.load(sys.stdin))))


if __name__ == "__main__":
    main()
