"""The card of a Google Calendar connection: its defaults, what is saved of it, what it means."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.google_calendar.settings import (
    GoogleCalendarSettings,
    accept,
)
from tt_integrations.domain.model.calendar_rules import CalendarRules

DEFAULTS = {
    "calendar_id": "primary",
    "sync_direction": "import",
    "default_project_id": None,
    "sync_days_back": 7,
    "email": None,
    "calendars": [],
    "export_calendar_id": None,
    "billable": "as the project",
    "overlap": "keep both",
    "consent_ends": None,
    "channel_missing": {},
    "skip_declined": True,
    "skip_tentative": False,
    "skip_free": True,
    "skip_private": False,
    "skip_out_of_office": True,
    "skip_focus_time": False,
    "skip_working_location": True,
    "skip_all_day": True,
}
HOLIDAYS = "en.usa#holiday@group.v.calendar.google.com"


def saved(**entered: Any) -> dict[str, object]:
    return dict(accept(entered).settings)


def rules(**settings: object) -> CalendarRules:
    return GoogleCalendarSettings().rules(settings)
