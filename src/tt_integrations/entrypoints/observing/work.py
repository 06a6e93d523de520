"""Jobs, timed; each is a span of its own, and its lines in the log carry its number."""

from __future__ import annotations

import time

from attrs import frozen

from tt_integrations.domain.model.work import Job, Result
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.entrypoints.observing.deliveries import in_words
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.request_ids import REQUEST_ID
from tt_integrations.entrypoints.observing.spans import Spans

FAILED = "failed"
"""The handler raised: the job comes again, or is given up in the end."""


@frozen
class WatchedCarrying:
    """In place of the use case that carries jobs out."""

    inner: CarryOut
    meters: Meters
    spans: Spans

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
                ended = self.inner(job)
                result = in_words(type(ended))
                span.set_attribute("tt.result", result)
                return ended
        finally:
            REQUEST_ID.reset(token)
            self.meters.jobs.labels(work, result).observe(time.monotonic() - began)
