"""The work that is done by itself, put together: in `serve`, in the sandbox, in a host that has no engine of its own."""

from __future__ import annotations

from datetime import timedelta

from tt_integrations.adapters.jobs.embedded import EmbeddedJobs, Periodic
from tt_integrations.adapters.jobs.worker import THREADS, Worker
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts

LOOK_FOR_SUMMARIES = timedelta(minutes=1)
TIDY_UP = timedelta(hours=1)


def jobs_of(
    parts: Parts,
    application: Application,
    look: timedelta = LOOK_FOR_SUMMARIES,
    threads: int = THREADS,
) -> EmbeddedJobs:
    """Not started yet. Any number of processes may each run one over the same database.

    `look`: how often to look for what has come due: summaries, and connections to be brought up to date. `threads`: so many jobs are done at once.
    """
    worker = Worker(parts.unit_of_work, parts.clock, application.carry_out, threads)
    periodic = (
        Periodic("summaries", look, application.queue_summaries),
        Periodic("syncs", look, application.queue_syncs),
        Periodic("tidy up", TIDY_UP, application.tidy_up),
    )
    return EmbeddedJobs(worker, periodic)
