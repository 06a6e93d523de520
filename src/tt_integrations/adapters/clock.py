"""The one place that reads the time."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import frozen


@frozen
class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
