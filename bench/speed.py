"""Our service against the hand-written program, request for request."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.database import prepared
from bench.rounds import MIX, STATUS, Results, Subject, Typing, by_turns, ratio
from bench.serving import served
from bench.table import Figure, show

CONNECTIONS = 16
GOAL = 0.50


def speed(folder: Path, seconds: float, rounds: int) -> None:
    with ExitStack() as running:
        subjects = {}
        for program in ("ours", "raw"):
            database = prepared(folder / f"{program}.db", CONNECTIONS, CONNECTIONS)
            subjects[program] = Subject(running.enter_context(served(program, database)), database)
        for title, typing in (("/tt start, status, stop", MIX), ("/tt status alone", STATUS)):
            _compared(title, typing, subjects, seconds, rounds)


def _compared(
    title: str, typing: Typing, subjects: dict[str, Subject], seconds: float, rounds: int
) -> None:
    results = by_turns(subjects, typing, seconds, rounds)
    ours, raw = results["ours"], results["raw"]
    show(
        f"{title}: {CONNECTIONS} connections, median of {rounds} rounds of {seconds:g} s",
        [
            *_of("ours", ours),
            *_of("raw", raw),
            Figure("requests, ours / raw", ratio(ours.rates, raw.rates), "", GOAL, at_least=True),
            Figure("CPU time, raw / ours", ratio(raw.cpus, ours.cpus), "", GOAL, at_least=True),
        ],
    )


def _of(program: str, results: Results) -> list[Figure]:
    return [
        Figure(f"{program}: requests", median(results.rates), "/s"),
        Figure(f"{program}: CPU per request", median(results.cpus), "us"),
        Figure(f"{program}: of its core it got", median(results.shares), "%"),
        Figure(f"{program}: 99 of 100 answered within", median(results.p99s), "ms"),
    ]
