"""The first import of a large calendar into an empty database, against the same by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import httpx

from bench.calendar_apart import apart
from bench.calendar_database import Copies, Origin
from bench.calendar_ours import ours_at, outside_at
from bench.calendar_raw import entries, raw_at
from bench.calendar_server import calendar_of
from bench.table import Figure, show

EVENTS, ROUNDS = 10_000, 5
GOAL = 1.8
MILLI = 1000
Took = list[tuple[float, float]]
"""Of each round the seconds by the clock and those of CPU time."""


def first_import(origins: tuple[Origin, ...], rounds: int = ROUNDS) -> None:
    with calendar_of(EVENTS) as address:
        for origin in origins:
            took = apart(
                by_turns, address=address, kind=origin.kind, folder=origin.folder, rounds=rounds
            )
            _show(origin.kind, took["ours"], took["raw"])


def _show(kind: str, ours: Took, raw: Took) -> None:
    both = list(zip(ours, raw, strict=True))
    show(
        f"first import of {EVENTS:,} events, {kind}: median of {len(both)} rounds",
        [
            Figure("ours", median(wall for wall, _ in ours) * MILLI, "ms"),
            Figure("ours: CPU time", median(cpu for _, cpu in ours) * MILLI, "ms"),
            Figure("raw", median(wall for wall, _ in raw) * MILLI, "ms"),
            Figure("raw: CPU time", median(cpu for _, cpu in raw) * MILLI, "ms"),
            Figure("time, ours / raw", median(o[0] / r[0] for o, r in both), "", GOAL),
            Figure("CPU time, ours / raw", median(o[1] / r[1] for o, r in both)),
        ],
    )


def by_turns(address: str, kind: str, folder: str, rounds: int) -> dict[str, Took]:
    """Each program once a round into a database of its own, the order turned about every time; one round before
    that counts for nothing."""
    copies = Copies(Origin(kind, folder), "import")
    took: dict[str, Took] = {"ours": [], "raw": []}
    order = list(took)
    with outside_at(address) as outside, httpx.Client() as client:
        for _ in range(rounds + 1):
            for name in order:
                url = copies.another()
                if name == "ours":
                    with ours_at(url, outside) as ours:
                        took[name].append(timed(ours.sync))
                else:
                    with raw_at(url, address, client) as raw:
                        took[name].append(timed(raw))
                if (there := entries(url)) != EVENTS:
                    raise SystemExit(f"{name}: {there} entries of {EVENTS} events")
            order.reverse()
    return {name: rest for name, (_, *rest) in took.items()}


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU time."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu
