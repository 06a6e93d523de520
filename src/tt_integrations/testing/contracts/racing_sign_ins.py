# ruff: noqa: S101 - a contract suite asserts
"""For stores whose transactions run beside each other, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground

RACERS = 8
LONG = 30.0
"""Seconds after which a test that hangs gives up."""
KEYS = ("a name's", "an address's")


class RacingSignInsContract:
    def test_of_those_who_try_at_once_no_two_read_one_count(self, ground: Ground) -> None:
        start = Barrier(RACERS)

        def count(_: int) -> list[int]:
            start.wait(LONG)
            with ground.unit_of_work() as tx:
                counted = [tx.sign_in_tries.count(key, at(0), at(-1)).count for key in KEYS]
                tx.commit()
            return counted

        with ThreadPoolExecutor(RACERS) as racers:
            counted = sorted(racers.map(count, range(RACERS)))
        assert counted == [[number] * len(KEYS) for number in range(1, RACERS + 1)]
