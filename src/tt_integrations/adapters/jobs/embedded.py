"""The engine inside the process that serves: APScheduler ticks, the worker does what is due.

APScheduler keeps no jobs of its own and decides nothing: every periodic call asks the database what is due, so
any number of processes may tick at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from attrs import define, field, frozen

from tt_integrations.adapters.jobs.worker import Worker
from tt_integrations.domain.errors import StoreUnavailable

TICK = timedelta(seconds=1)
log = logging.getLogger(__name__)


@frozen
class Periodic:
    """Something to call every so often; the first time one such time after the start."""

    name: str
    every: timedelta
    call: Callable[[], object]


@define
class EmbeddedJobs:
    worker: Worker
    periodic: Sequence[Periodic]
    tick: timedelta = TICK
    _scheduler: BackgroundScheduler | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to tick, in threads of their own. Nothing happens where it ticks already."""
        if self._scheduler is not None:
            return
        # misfire_grace_time None: late is better than never. Its own loggers tell of every tick, and warn of each
        # that is left out because the one before still waits for the database.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler = BackgroundScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for each in (Periodic("due", self.tick, self.worker.run_due), *self.periodic):
            seconds = each.every.total_seconds()
            scheduler.add_job(_guarded(each), "interval", seconds=seconds, id=each.name)
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """Tick no more, and wait some seconds for the jobs under way. It may start again."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
        self.worker.close()


def _guarded(periodic: Periodic) -> Callable[[], None]:
    def call() -> None:
        try:
            periodic.call()
        except StoreUnavailable:
            log.info("%s waits for the database", periodic.name)
        except Exception:
            # whatever it was: APScheduler would log it under its own name, which we keep quiet
            log.exception("%s failed", periodic.name)

    return call
