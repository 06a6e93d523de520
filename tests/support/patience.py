"""How long tests wait for what others do: a disk that has much to write stands still for seconds, and then goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

LONG = 30.0
"""Seconds after which a test gives up."""


def soon(fine: Callable[[], bool]) -> bool:
    """Whether it is so, now or soon."""
    deadline = time.monotonic() + LONG
    while not (there := fine()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return there
