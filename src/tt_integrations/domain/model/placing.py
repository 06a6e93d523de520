"""Where in a day finished work goes of which only the length is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tt_integrations.domain.model.days import Span


def latest_gap(
    length: timedelta, day: Span, latest: datetime, taken: Iterable[Span]
) -> Span | None:
    """The latest span of that length in `day` that ends by `latest` and overlaps nothing taken; None: no room."""
    spans = tuple(taken)
    # the latest gap ends either at the limit or where something taken begins
    limit = min(latest, day.end)
    ends = sorted({limit, *(span.start for span in spans if span.start < limit)}, reverse=True)
    for end in ends:
        gap = Span(end - length, end)
        if gap.start >= day.start and not any(gap.overlap(span) for span in spans):
            return gap
    return None
