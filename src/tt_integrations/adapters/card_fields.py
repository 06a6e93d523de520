"""What the card of a provider asks for, as the provider's folder describes it: whoever draws the card needs no more."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Kind(StrEnum):
    """How a field is filled in, and what a form makes of it."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind, not a secret
    """Is never shown again; a blank keeps what is stored."""
    LONG_SECRET = "long secret"  # noqa: S105
    """The same, of several lines."""
    FLAG = "flag"
    NUMBER = "number"
    PROJECT = "project"
    """The number of a project of the host, or nothing."""
    TIME = "time"
    """A time of day, as 18:00."""
    WEEKDAY = "weekday"
    """From 0, Monday, to 6."""
    CHOICE = "choice"
    ENTRIES = "entries"
    """A list of objects: each its `part`, which is typed, and a `project` or null."""
    LINES = "lines"
    """An object of texts: in a form, one `key = value` a line."""

    @property
    def secret(self) -> bool:
        return self in (Kind.SECRET, Kind.LONG_SECRET)


@frozen
class Choice:
    value: str
    title: str


@frozen
class Field:
    """`name` is the setting's, `title` its label and `help` a sentence, "" where the label says it all.

    Fields of one `group` stand together under it, those of "" before all groups. `choices` are those of a choice.
    `part` names what is typed of each entry of a list, and of lines what stands on the left, `value` what stands on
    the right. `example` is shown where nothing was entered.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    help: str = ""
    group: str = ""
    choices: tuple[Choice, ...] = ()
    part: str = ""
    value: str = ""
    example: str = ""


WEEKDAYS = tuple(
    Choice(str(number), name)
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
)
