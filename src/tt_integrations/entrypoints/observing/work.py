"""Jobs, timed; each is a span of its own, and its lines in the log carry its number."""

from __future__ import annotations

import time
from collections.abc import Mapping

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Done, Job, Result
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.entrypoints.observing.deliveries import in_words
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.request_ids import REQUEST_ID
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.ports.clock import Clock

FAILED = "failed"
"""The handler raised: the job comes again, or is given up in the end."""


@frozen
class WatchedCarrying:
    """In place of the use case that carries jobs out."""

    inner: CarryOut
    meters: Meters
    spans: Spans
    names: Mapping[str, str]
    """Of the providers, by their keys."""
    clock: Clock
    _known: dict[ConnectionId, str] = field(factory=dict, init=False)
    """Of which provider connections are, which never changes."""

    def __call__(self, job: Job) -> Result:
        work = in_words(type(job.work))
        about: dict[str, str | int] = {
            "tt.work": work,
            "tt.job": job.id,
            "tt.connection": job.connection,
            "tt.tries": job.tries,
        }
        began, result = time.monotonic(), FAILED
        token = REQUEST_ID.set(b"job-%d" % job.id)
        try:
            with self.spans.during("carry out job", about) as span:
                provider = self._provider(
                    job.connection
                )  # before: a job that was done must end well
                ended = self.inner(job)
                result = in_words(type(ended))
                if isinstance(ended, Done) and provider:
                    late = (self.clock.now() - job.stored).total_seconds()
                    self.meters.lag.labels(provider).observe(max(0.0, late))
                span.set_attribute("tt.result", result)
                return ended
        finally:
            REQUEST_ID.reset(token)
            self.meters.jobs.labels(work, result).observe(time.monotonic() - began)

    def _provider(self, number: ConnectionId) -> str:
        """ "" for a connection that is gone."""
        if number not in self._known:
            with self.inner.unit_of_work.reading() as tx:
                connection = tx.connections.find(number)
            if connection is None:
                return ""
            self._known[number] = self.names.get(connection.provider, "")
        return self._known[number]
