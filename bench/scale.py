"""Whether a request costs more when the database holds very many connections."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.database import prepared
from bench.rounds import MIX, Subject, by_turns, ratio
from bench.serving import served
from bench.table import Figure, show

PEOPLE = 10
FEW, MANY = 10, 100_000
GOAL = 1.1


def scale(folder: Path, seconds: float, rounds: int) -> None:
    with ExitStack() as running:
        subjects = {}
        for count in (FEW, MANY):
            database = prepared(folder / f"{count}.db", PEOPLE, count)
            subjects[str(count)] = Subject(
                running.enter_context(served("ours", database)), database
            )
        results = by_turns(subjects, MIX, seconds, rounds)
    few, many = results[str(FEW)], results[str(MANY)]
    show(
        f"rows in integrations and integration_addresses, {PEOPLE} people typing",
        [
            Figure(f"CPU per request with {FEW}", median(few.cpus), "us"),
            Figure(f"CPU per request with {MANY:,}", median(many.cpus), "us"),
            Figure("CPU time, many / few", ratio(many.cpus, few.cpus), "", GOAL),
            Figure("requests, few / many", ratio(few.rates, many.rates), "", GOAL),
        ],
    )
