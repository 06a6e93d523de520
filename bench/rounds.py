"""Measuring several programs by turns, so that a busy moment of the machine strikes all of them alike."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from attrs import frozen

from bench.database import SECRET, Database
from bench.load import Measured, Plan, loaded
from bench.serving import Served

MICRO = 1_000_000
MILLI = 1000
PERCENT = 100
WARM_UP = 0.3


@frozen
class Subject:
    served: Served
    database: Database


@frozen
class Typing:
    """What everybody types over and over, and once before and after it."""

    typed: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


MIX = Typing(("start web", "status", "stop"))
STATUS = Typing(("status",), before=("start web",), after=("stop",))


@frozen
class Results:
    """Of each round: requests a second, microseconds of CPU a request, milliseconds of the slowest hundredth, and
    the percentage of its core that the server got; well under 100, somebody else was busy there."""

    rates: tuple[float, ...]
    cpus: tuple[float, ...]
    p99s: tuple[float, ...]
    shares: tuple[float, ...]


def ratio(above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """The median of the ratios within each round: what disturbs a whole round falls out."""
    return median(a / b for a, b in zip(above, below, strict=True))


def by_turns(
    subjects: Mapping[str, Subject], typing: Typing, seconds: float, rounds: int
) -> Mapping[str, Results]:
    """Each subject once a round, the order turned about every time."""
    results: dict[str, list[Measured]] = {name: [] for name in subjects}
    order = list(subjects)
    for name in order:
        _typed(subjects[name], typing, WARM_UP)
    for _ in range(rounds):
        for name in order:
            results[name].append(_typed(subjects[name], typing, seconds))
        order.reverse()
    return {name: _results(measured) for name, measured in results.items()}


def _typed(subject: Subject, typing: Typing, seconds: float) -> Measured:
    return loaded(
        Plan(
            port=subject.served.port,
            pid=subject.served.pid,
            users=subject.database.users,
            secret=SECRET,
            typed=typing.typed,
            seconds=seconds,
            before=typing.before,
            after=typing.after,
        )
    )


def _results(measured: list[Measured]) -> Results:
    return Results(
        rates=tuple(m.requests / m.seconds for m in measured),
        cpus=tuple(m.cpu / m.requests * MICRO for m in measured),
        p99s=tuple(m.p99 * MILLI for m in measured),
        shares=tuple(m.cpu / m.seconds * PERCENT for m in measured),
    )
