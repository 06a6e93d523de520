"""Whether somebody's time is taken already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from attrs import frozen

from tt_integrations.domain.model.days import Span


@frozen
class TakenTimes:
    """`starts` in order; `ends`: for each the latest end of all that start up to there."""

    starts: Sequence[datetime]
    ends: Sequence[datetime]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> TakenTimes:
        """Spans without length take none."""
        lasting = [span for span in spans if span.length > timedelta(0)]
        ordered = sorted(lasting, key=lambda span: span.start)
        ends = accumulate((span.end for span in ordered), max)
        return cls([span.start for span in ordered], list(ends))

    def overlap(self, span: Span) -> bool:
        """Times that only touch do not."""
        earlier = bisect_left(self.starts, span.end)
        return earlier > 0 and self.ends[earlier - 1] > span.start
