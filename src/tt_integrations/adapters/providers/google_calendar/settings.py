"""What the owner of a Google Calendar connection can set, how it is read, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import asdict, field, frozen

from tt_integrations.adapters.entered import flag
from tt_integrations.adapters.providers.google_calendar.entries import (
    AS_PROJECT,
    NO,
    PRIMARY,
    YES,
    billable,
    calendar,
    calendar_in,
    calendar_or_none,
    calendars,
    days_back,
    direction,
    direction_in,
    number_in,
    overlap,
    project,
)
from tt_integrations.domain.model.calendar_rules import (
    SKIPPED,
    USUAL_DAYS,
    CalendarChoice,
    CalendarRules,
    Direction,
    NoteMark,
    Overlap,
    Skippable,
)
from tt_integrations.domain.model.channel_book import MISSING, missing_channels
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.timesheet import ProjectId

IN_NOTES = NoteMark("[gcal:", "]")
"""How the reference system's notes name the event that an entry came from."""
SKIPS: Mapping[str, Skippable] = {f"skip_{one.value.replace(' ', '_')}": one for one in Skippable}
"""Settings that are switches, and what each of them skips."""


@frozen
class GoogleSettings:
    """The first five keys are the reference system's. `calendars`: each with its `id`, and the `project` its events
    go to, null for `default_project_id`; where there are any, they are read, and else `calendar_id` alone.
    `export_calendar_id`: where entries go, null for `calendar_id`. `email` and `consent_ends` (ISO 8601; null: it
    does not) come from the consent, and cannot be entered.
    """

    calendar_id: str = PRIMARY
    sync_direction: str = Direction.IMPORT.value
    default_project_id: int | None = None
    sync_days_back: int = USUAL_DAYS
    email: str | None = None
    calendars: list[Mapping[str, object]] = field(factory=list)
    export_calendar_id: str | None = None
    billable: str = AS_PROJECT
    overlap: str = Overlap.KEEP_BOTH.value
    consent_ends: str | None = None


def describe(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with defaults filled in, the reference system's as they count. Tokens are none of them. And by
    calendar why the provider cannot tell of its changes, where it cannot."""
    usual = {**asdict(GoogleSettings()), **{name: skip in SKIPPED for name, skip in SKIPS.items()}}
    return {
        **usual,
        **{name: value for name, value in settings.items() if name in usual},
        "calendar_id": calendar_in(settings.get("calendar_id")) or PRIMARY,
        "sync_direction": direction("", settings.get("sync_direction")),
        "sync_days_back": days_back("", settings.get("sync_days_back")),
        MISSING: missing_channels(settings),
    }


def accept(entered: Mapping[str, object]) -> Changes:
    """What was entered on the card, as it is saved: only what was given changes.

    Fields of other names are left alone, as a browser sends its own. Raises InvalidSettings.
    """
    settings = {name: read(name, entered[name]) for name, read in _READ.items() if name in entered}
    projects = {name: tuple(_projects(settings.get(name))) for name in _NAMING_PROJECTS}
    return Changes(settings, projects={name: ids for name, ids in projects.items() if ids})


class GoogleCalendarSettings:
    """Implements the port `CalendarSettings`."""

    def rules(self, settings: Mapping[str, object]) -> CalendarRules:
        return CalendarRules(
            calendars=tuple(_choices(settings)),
            exports_to=exports_to(settings),
            legacy=IN_NOTES,
            direction=direction_in(settings.get("sync_direction")),
            days_back=days_back("", settings.get("sync_days_back")),
            skipped=frozenset(_skipped(settings)),
            billable={YES: True, NO: False}.get(str(settings.get("billable"))),
            overlap=_overlap(settings.get("overlap")),
        )


def exports_to(settings: Mapping[str, object]) -> str:
    chosen = calendar_in(settings.get("export_calendar_id"))
    return chosen or calendar_in(settings.get("calendar_id")) or PRIMARY


def _choices(settings: Mapping[str, object]) -> Iterator[CalendarChoice]:
    """Each calendar once, even where it is named both `primary` and by the account's address."""
    default, email = number_in(settings.get("default_project_id")), settings.get("email")
    own = {PRIMARY, email.lower() if isinstance(email, str) else PRIMARY}
    seen: set[str] = set()
    for id_, number in _chosen(settings):
        key = PRIMARY if id_.lower() in own else id_
        if key not in seen:
            seen.add(key)
            into = default if number is None else number
            yield CalendarChoice(id_, None if into is None else ProjectId(into))


def _chosen(settings: Mapping[str, object]) -> Sequence[tuple[str, int | None]]:
    entries = settings.get("calendars")
    several = [
        (id_, number_in(entry.get("project")))
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and (id_ := calendar_in(entry.get("id")))
    ]
    return several or [(calendar_in(settings.get("calendar_id")) or PRIMARY, None)]


def _skipped(settings: Mapping[str, object]) -> Iterator[Skippable]:
    for name, skip in SKIPS.items():
        wanted = settings.get(name)
        if wanted is True or (not isinstance(wanted, bool) and skip in SKIPPED):
            yield skip


def _overlap(value: object) -> Overlap:
    return Overlap.SKIP if value == Overlap.SKIP.value else Overlap.KEEP_BOTH


def _projects(value: object) -> Iterator[int]:
    """The projects in a field that was read: a number, or a list of entries."""
    match value:
        case int():
            yield value
        case list():
            yield from (entry["project"] for entry in value if entry["project"] is not None)


_NAMING_PROJECTS = ("default_project_id", "calendars")
_READ: Mapping[str, Callable[[str, object], object]] = {
    "calendar_id": calendar,
    "sync_direction": direction,
    "default_project_id": project,
    "sync_days_back": days_back,
    "calendars": calendars,
    "export_calendar_id": calendar_or_none,
    "billable": billable,
    "overlap": overlap,
    **dict.fromkeys(SKIPS, flag),
}
