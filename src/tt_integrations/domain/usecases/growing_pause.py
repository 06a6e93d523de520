"""How long a job is left alone that failed for a reason which may go away."""

from __future__ import annotations

from datetime import timedelta


def growing_pause(tries: int, first: timedelta, longest: timedelta) -> timedelta:
    """Twice as long after each try, `tries` counting the one that just failed."""
    pause: timedelta = first * 2 ** min(tries - 1, 10)
    return min(pause, longest)
