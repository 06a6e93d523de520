"""What the owner of a calendar connection chose."""

from __future__ import annotations

from collections.abc import Iterator
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
class NoteMark:
    """How the note of an entry names the event that it came from: the id between two texts that never change."""

    before: str
    after: str

    def __call__(self, event: str) -> str:
        return f"{self.before}{event}{self.after}"

    def ids(self, note: str) -> Iterator[str]:
        """The events that the note names, in order. Each id is whole: `a` is not `a1`."""
        _, *marked = note.split(self.before)
        for each in marked:
            event, end, _ = each.partition(self.after)
            if event and end:
                yield event


@frozen
class CalendarChoice:
    """`project` None: its events become no entries."""

    id: str
    project: ProjectId | None


@frozen
class CalendarRules:
    """`days_back`: how many days before the first sync are read. `billable` None: as the project is.
    `exports_to`: the calendar that entries go to. `legacy`: how notes name events, ours and those that the host's
    own connector wrote alike."""

    calendars: tuple[CalendarChoice, ...]
    exports_to: str
    legacy: NoteMark
    direction: Direction = Direction.IMPORT
    days_back: int = USUAL_DAYS
    skipped: frozenset[Skippable] = field(default=SKIPPED)
    billable: bool | None = None
    overlap: Overlap = Overlap.KEEP_BOTH

    def project(self, calendar: str) -> ProjectId | None:
        """Where the events of that calendar become entries; None where they do not, or it is not chosen."""
        return next((each.project for each in self.calendars if each.id == calendar), None)

    def reads(self, calendar: str) -> bool:
        """Whether that calendar is one of the chosen."""
        return any(each.id == calendar for each in self.calendars)
