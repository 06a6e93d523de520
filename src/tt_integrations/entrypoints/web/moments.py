"""Moments as people read them: in their own time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import frozen


@frozen
class Shown:
    """`exact` is ISO 8601 in UTC, for programs; `text` is local."""

    exact: str
    text: str


def shown(moment: datetime | None, zone: ZoneInfo) -> Shown | None:
    if moment is None:
        return None
    local = moment.astimezone(zone)
    return Shown(moment.isoformat(timespec="seconds"), f"{local.day} {local:%b %Y, %H:%M}")
