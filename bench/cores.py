"""The server has a core of its own, and what loads it another: neither takes the other's time."""

from __future__ import annotations

import os

SERVER, CLIENT = 0, 1
OURSELVES = 0


def pin(pid: int, which: int) -> None:
    """To one of the cores we may use, where the system can do that and there are so many."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(OURSELVES))
        if which < len(cores):
            os.sched_setaffinity(pid, {cores[which]})
