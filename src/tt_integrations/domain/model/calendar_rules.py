"""What the owner of a calendar connection chose."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.timesheet import ProjectId


class Direction(StrEnum):
    IMPORT = "import"
    EXPORT = "export"
    BOTH = "both"

    @property
    def imports(self) -> bool:
        return self is not Direction.EXPORT

    @property
    def exports(self) -> bool:
        return self is not Direction.IMPORT


class Overlap(StrEnum):
    """What to do with an event at a time for which there is an entry already."""

    KEEP_BOTH = "keep both"
    SKIP = "skip"


class Skippable(StrEnum):
    """Kinds of events that the owner may not want as entries."""

    DECLINED = "declined"
    TENTATIVE = "tentative"
    FREE = "free"
    PRIVATE = "private"
    OUT_OF_OFFICE = "out of office"
    FOCUS_TIME = "focus time"
    WORKING_LOCATION = "working location"
    ALL_DAY = "all day"


SKIPPED = frozenset(
    (
        Skippable.DECLINED,
        Skippable.FREE,
        Skippable.OUT_OF_OFFICE,
        Skippable.WORKING_LOCATION,
        Skippable.ALL_DAY,
    )
)
"""Unless the owner says otherwise."""
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 1, 30, 7


@frozen
class CalendarChoice:
    """`project` None: its events become no entries."""

    id: str
    project: ProjectId | None


@frozen
class CalendarRules:
    """`days_back`: how many days before the first sync are read. `billable` None: as the project is.
    `exports_to`: the calendar that entries go to."""

    calendars: tuple[CalendarChoice, ...]
    exports_to: str
    direction: Direction = Direction.IMPORT
    days_back: int = USUAL_DAYS
    skipped: frozenset[Skippable] = field(default=SKIPPED)
    billable: bool | None = None
    overlap: Overlap = Overlap.KEEP_BOTH
