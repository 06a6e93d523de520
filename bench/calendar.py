"""What a calendar's sync costs: the first one, the usual one, of ever more events, and of very many calendars."""

from __future__ import annotations

from pathlib import Path

from bench.calendar_changes import ten_changes
from bench.calendar_database import origins
from bench.calendar_flight import in_flight
from bench.calendar_growth import growth
from bench.calendar_import import first_import


def calendar(folder: Path) -> None:
    with origins(folder, 1) as both:
        first_import(both)
        ten_changes(both)
        growth(both[0])
    in_flight(folder)
