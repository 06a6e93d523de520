"""A line on the terminal that says how far a long run has come, while it goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from attrs import define, field

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Run, RunId, RunResult, RunsWanted
from tt_integrations.domain.usecases.show_runs import RunOf, RunsOf
from tt_integrations.entrypoints.application import Application

EVERY = 1.0
"""Seconds from one look to the next: a short run shows nothing."""
BACK = "\r\x1b[K"
"""To the beginning of the line, which is then empty."""


@contextmanager
def progress(
    application: Application,
    connection: ConnectionId,
    out: TextIO = sys.stderr,
    every: float = EVERY,
) -> Iterator[None]:
    """While the block runs. Nothing is written where nobody looks: into a file, or a pipe."""
    if not out.isatty():
        yield
        return
    over = threading.Event()
    watching = _Watching(application, connection, out)

    def watch() -> None:
        while not over.wait(every):
            watching.look()

    thread = threading.Thread(target=watch, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        watching.end()


@define
class _Watching:
    """Counts on from what was there at the last look."""

    application: Application
    connection: ConnectionId
    out: TextIO
    _run: RunId | None = None
    _last: int = 0
    _count: int = 0
    _shown: bool = field(default=False, init=False)

    def look(self) -> None:
        try:
            run = self._running()
            if run is None:
                return
            self._count_on(run)
        except IntegrationError:  # a busy database: the next look comes soon
            return
        self.out.write(f"{BACK}run {run.id}: {self._count:,} items so far")
        self.out.flush()
        self._shown = True

    def end(self) -> None:
        if self._shown:
            self.out.write(BACK)
            self.out.flush()

    def _running(self) -> Run | None:
        wanted = RunsWanted(connection=self.connection, result=RunResult.RUNNING)
        return next(iter(self.application.list_runs(RunsOf(None, wanted))), None)

    def _count_on(self, run: Run) -> None:
        if run.id != self._run:
            self._run, self._last, self._count = run.id, 0, 0
        while decisions := self.application.show_run(RunOf(None, run.id, self._last)).decisions:
            self._count += len(decisions)
            self._last = decisions[-1].number
