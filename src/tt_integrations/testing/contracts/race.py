"""Several who begin the same at once, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tt_integrations.domain.errors import Conflict
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.ground import Ground

RACERS = 8
LONG = 30.0
"""Seconds after which a test that hangs gives up."""


def race(ground: Ground, attempt: Callable[[Transaction], bool]) -> list[bool]:
    """Who of several that begin at once got what they wanted, each in a transaction that commits."""
    start = Barrier(RACERS)

    def run(_: int) -> bool:
        start.wait(LONG)
        try:
            with ground.unit_of_work() as tx:
                won = attempt(tx)
                tx.commit()
        except Conflict:
            return False
        return won

    with ThreadPoolExecutor(RACERS) as racers:
        return list(racers.map(run, range(RACERS)))
