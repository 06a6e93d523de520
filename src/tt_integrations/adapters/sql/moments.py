"""The host stores naive moments in one zone of its own; inside we know aware UTC only."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from attrs import frozen


@frozen
class StorageZone:
    """Converts at the edge. An hour that the zone repeats is read as the first of the two."""

    zone: ZoneInfo

    def store(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def store_optional(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else self.store(moment)

    def load(self, stored: datetime) -> datetime:
        if stored.tzinfo is None:
            stored = stored.replace(tzinfo=self.zone)
        return stored.astimezone(UTC)

    def load_optional(self, stored: datetime | None) -> datetime | None:
        return None if stored is None else self.load(stored)


UTC_STORAGE = StorageZone(ZoneInfo("UTC"))
