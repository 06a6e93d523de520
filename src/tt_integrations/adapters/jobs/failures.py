"""What becomes of a job whose handler raises."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.work import Again, GivenUp, Job, Result

MOST_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
log = logging.getLogger(__name__)


def pause_after(tries: int) -> timedelta:
    """How long to leave a job alone that failed `tries` times: twice as long each time, up to ten minutes."""
    pause: timedelta = FIRST_PAUSE * 2 ** min(tries - 1, 10)
    return min(pause, LONGEST_PAUSE)


def result_of(carry_out: Callable[[Job], Result], job: Job) -> Result:
    """The handler's result. Where it raises: again, later and later, and given up after `MOST_TRIES`."""
    try:
        return carry_out(job)
    except Exception as error:  # noqa: BLE001 - no job may end the worker
        name = type(job.work).__name__
        log.error(  # noqa: TRY400 - its text may hold what the job is about
            "job %d (%s) failed at try %d: %s", job.id, name, job.tries, described(error)
        )
        reason = f"failed {job.tries} times, at last by {type(error).__name__}"
        if job.tries >= MOST_TRIES:
            return GivenUp(reason)
        return Again(pause_after(job.tries), reason)


def described(error: Exception) -> str:
    """The error and where it came from. Others' texts may repeat a payload; ours never do."""
    name = type(error).__name__
    where = "".join(traceback.format_tb(error.__traceback__))
    return f"{name}: {error}" if isinstance(error, IntegrationError) else f"{name} at\n{where}"
