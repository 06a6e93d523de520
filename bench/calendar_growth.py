"""How the time and the memory of a first import grow with the calendar."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, median

from attrs import frozen

from bench.calendar_apart import apart
from bench.calendar_database import SQLITE, Copies, Origin
from bench.calendar_import import timed
from bench.calendar_ours import ours_at, outside_at
from bench.calendar_raw import entries
from bench.calendar_server import calendar_of
from bench.serving import MEGABYTE
from bench.table import Figure, show

ROUNDS: Mapping[int, int] = {1_000: 7, 10_000: 3, 100_000: 1}
"""By sizes how often each is measured."""
_, USUAL, LARGE = ROUNDS
GOAL, MEMORY_GOAL = 1.05, 1.5
KILO = 1024
PROCESS, FORGET_PEAK = Path("/proc/self"), "5"


@frozen
class Imported:
    """The medians of the seconds by the clock and of CPU time, and by how many MB the memory grew at its highest;
    None where the system does not tell."""

    wall: float
    cpu: float
    grown: float | None


def growth(origin: Origin) -> None:
    found: dict[int, Imported] = {}
    with calendar_of(0) as empty:
        for size, rounds in ROUNDS.items():
            with calendar_of(size) as address:
                given = {"addresses": [empty, address], "folder": origin.folder}
                found[size] = Imported(*apart(imports, size=size, rounds=rounds, **given))
    wall = {size: each.wall for size, each in found.items()}
    cpu = {size: each.cpu for size, each in found.items()}
    show(
        f"first import of more and more events, {origin.kind}",
        [
            *(Figure(f"{size:,} events", seconds, "s") for size, seconds in wall.items()),
            Figure("time grows with events to the power of", exponent(wall), "", GOAL),
            Figure("CPU time grows to the power of", exponent(cpu)),
            *_memory({size: each.grown for size, each in found.items() if each.grown}),
        ],
    )


def _memory(grown: Mapping[int, float]) -> list[Figure]:
    if not grown:
        return []
    ratio = grown[LARGE] / grown[USUAL]
    return [
        *(Figure(f"{size:,} events: memory", peak, "MB") for size, peak in grown.items()),
        Figure(f"memory, {LARGE:,} / {USUAL:,}", ratio, "", MEMORY_GOAL),
    ]


def exponent(times: Mapping[int, float]) -> float:
    """Of the power of the size that fits best, by least squares."""
    sizes = [math.log(size) for size in times]
    logs = [math.log(seconds) for seconds in times.values()]
    middle, mean = fmean(sizes), fmean(logs)
    above = sum((x - middle) * (y - mean) for x, y in zip(sizes, logs, strict=True))
    return above / sum((x - middle) ** 2 for x in sizes)


def imports(
    addresses: list[str], folder: str, size: int, rounds: int
) -> tuple[float, float, float | None]:
    """The fields of `Imported`, the memory as it grew the first time. The first address is that of an empty calendar:
    what the first sync of all needs is there before."""
    copies = Copies(Origin(SQLITE, folder), f"growth{size}-")
    empty, address = addresses
    _took(copies.another(), empty, 0)
    before = _resident("VmRSS")
    if before is not None:
        (PROCESS / "clear_refs").write_text(FORGET_PEAK)
    took = [_took(copies.another(), address, size)]
    highest = _resident("VmHWM")
    took += [_took(copies.another(), address, size) for _ in range(rounds - 1)]
    wall, cpu = zip(*took, strict=True)
    return median(wall), median(cpu), None if before is None else (highest or 0) - before


def _took(url: str, address: str, size: int) -> tuple[float, float]:
    with outside_at(address) as outside, ours_at(url, outside) as ours:
        took = timed(ours.sync)
    if (there := entries(url)) != size:
        raise SystemExit(f"{there} entries of {size} events")
    return took


def _resident(what: str) -> float | None:
    """Memory in MB: VmRSS now, VmHWM at its highest. Linux alone tells."""
    told = PROCESS / "status"
    if not told.exists():
        return None
    [line] = [line for line in told.read_text().splitlines() if line.startswith(f"{what}:")]
    return int(line.split()[1]) * KILO / MEGABYTE
