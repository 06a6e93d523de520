"""The fields of Google Calendar's card."""

from __future__ import annotations

from tt_integrations.adapters.card_fields import Choice, Field, Kind
from tt_integrations.adapters.providers.google_calendar.entries import AS_PROJECT, NO, PRIMARY, YES
from tt_integrations.adapters.providers.google_calendar.settings import SKIPS
from tt_integrations.domain.model.calendar_rules import (
    LEAST_DAYS,
    MOST_DAYS,
    Direction,
    Overlap,
    Skippable,
)

_EVENTS, _ENTRIES, _SKIP = "Events that become entries", "Entries that become events", "Skip events"

_SKIPPED = {
    Skippable.DECLINED: "that I declined",
    Skippable.TENTATIVE: "that I answered with maybe",
    Skippable.FREE: "that do not block my time",
    Skippable.PRIVATE: "that are private",
    Skippable.OUT_OF_OFFICE: "that say I am out of office",
    Skippable.FOCUS_TIME: "that are focus time",
    Skippable.WORKING_LOCATION: "that only say where I work",
    Skippable.ALL_DAY: "that last whole days",
}

FIELDS = (
    Field(
        "sync_direction",
        "Direction",
        Kind.CHOICE,
        choices=(
            Choice(Direction.IMPORT, "Events become time entries"),
            Choice(Direction.EXPORT, "Time entries become events"),
            Choice(Direction.BOTH, "Both"),
        ),
    ),
    Field(
        "calendar_id",
        "Calendar",
        help=f"Its id, as its settings at Google show it; {PRIMARY} is the account's own.",
        example=PRIMARY,
    ),
    Field(
        "default_project_id",
        "Project",
        Kind.PROJECT,
        "Where events go whose calendar has no project of its own.",
    ),
    Field(
        "sync_days_back",
        "Days to look back",
        Kind.NUMBER,
        f"From {LEAST_DAYS} to {MOST_DAYS}.",
    ),
    Field(
        "calendars",
        "Several calendars",
        Kind.ENTRIES,
        "Where there are any, they are read in place of the one above. To remove one, empty its id.",
        _EVENTS,
        part="id",
        example="team@group.calendar.google.com",
    ),
    Field(
        "billable",
        "Entries are billable",
        Kind.CHOICE,
        group=_EVENTS,
        choices=(
            Choice(AS_PROJECT, "As their project is"),
            Choice(YES, "Always"),
            Choice(NO, "Never"),
        ),
    ),
    Field(
        "overlap",
        "Where there is an entry already",
        Kind.CHOICE,
        group=_EVENTS,
        choices=(
            Choice(Overlap.KEEP_BOTH, "Keep both"),
            Choice(Overlap.SKIP, "Skip the event"),
        ),
    ),
    Field(
        "export_calendar_id",
        "Calendar for entries",
        help="Leave it empty for the calendar above.",
        group=_ENTRIES,
    ),
    *(
        Field(name, f"Skip events {_SKIPPED[skip]}", Kind.FLAG, group=_SKIP)
        for name, skip in SKIPS.items()
    ),
)
