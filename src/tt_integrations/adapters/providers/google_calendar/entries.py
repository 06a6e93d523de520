"""How single fields of a Google Calendar connection's card are read. Each raises InvalidSettings with the field's
name, but for those that the reference system mends without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from tt_integrations.adapters.entered import blank, parts_of
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.calendar_rules import (
    LEAST_DAYS,
    MOST_DAYS,
    USUAL_DAYS,
    Direction,
    Overlap,
)

PRIMARY = "primary"
"""What Google calls the account's own calendar."""
YES, NO, AS_PROJECT = "yes", "no", "as the project"
MOST_CALENDARS, MOST_CHARACTERS = 50, 255
_NUMBER = re.compile("[1-9][0-9]{0,17}")
_DAYS = re.compile("[+-]?[0-9]{1,9}")


def calendar_in(value: object) -> str | None:
    """`value`, without white space around, if it may be the id of a calendar."""
    text = value.strip() if isinstance(value, str) else ""
    whole = text.isprintable() and " " not in text and text not in (".", "..")
    return text if whole and 0 < len(text) <= MOST_CHARACTERS else None


def calendar(name: str, value: object) -> str:
    """A blank is the account's own calendar."""
    return PRIMARY if blank(value) else _calendar(name, value)


def calendar_or_none(name: str, value: object) -> str | None:
    return None if blank(value) else _calendar(name, value)


def calendars(name: str, value: object) -> list[Mapping[str, object]]:
    """Each as its id and project; what else an entry has is dropped."""
    given = parts_of(value)
    if not isinstance(given, list) or len(given) > MOST_CALENDARS:
        raise InvalidSettings(name, f"expected a list of at most {MOST_CALENDARS} calendars")
    read = [_entry(name, entry) for entry in given]
    if len({str(entry["id"]).lower() for entry in read}) < len(read):
        raise InvalidSettings(name, "a calendar is given twice")
    return read


def project(name: str, value: object) -> int | None:
    """The number of a project; whether there is one of that number is not looked up."""
    if blank(value):
        return None
    number = number_in(value)
    if number is None:
        raise InvalidSettings(name, "expected the number of a project")
    return number


def number_in(value: object) -> int | None:
    text = str(value).strip() if type(value) in (int, str) else ""
    return int(text) if _NUMBER.fullmatch(text) else None


def direction(_name: str, value: object) -> str:
    """Whatever it is else, it is `import`."""
    return direction_in(value).value


def direction_in(value: object) -> Direction:
    word = value.strip().lower() if isinstance(value, str) else ""
    return Direction(word) if word in list(Direction) else Direction.IMPORT


def days_back(_name: str, value: object) -> int:
    """Too few are 1 and too many 30; what is no number is 7."""
    text = str(value).strip() if type(value) in (int, str) else ""
    days = int(text) if _DAYS.fullmatch(text) else USUAL_DAYS
    return max(LEAST_DAYS, min(MOST_DAYS, days))


def one_of(words: Sequence[str]) -> Callable[[str, object], str]:
    def read(name: str, value: object) -> str:
        word = " ".join(value.lower().split()) if isinstance(value, str) else ""
        if word not in words:
            raise InvalidSettings(name, f"expected one of: {', '.join(words)}")
        return word

    return read


billable = one_of((YES, NO, AS_PROJECT))
overlap = one_of([one.value for one in Overlap])


def _calendar(name: str, value: object) -> str:
    text = calendar_in(value)
    if text is None:
        allowed = "expected primary, or the id of a calendar as its settings at Google show it"
        raise InvalidSettings(name, allowed)
    return text


def _entry(name: str, value: object) -> Mapping[str, object]:
    entry = value if isinstance(value, dict) else {}
    return {"id": _calendar(name, entry.get("id")), "project": project(name, entry.get("project"))}
