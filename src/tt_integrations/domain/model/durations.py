"""Lengths of time as people type them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(hours=24)
"""The most that can be logged in one go."""

# few digits each, so that no number is too large to calculate with
_LENGTH = re.compile(
    r"""
    (?P<sign>[-−]?)
    (?: (?P<hours>[0-9]{1,6}) : (?P<sixtieths>[0-5][0-9])
      | (?P<parts>[0-9]{1,6}(?:[.,][0-9]{1,4})?) \s* h(?:ours?|rs?)?
        (?: \s* (?P<after>[0-9]{1,6}) \s* m(?:in(?:ute)?s?)? )?
      | (?P<minutes>[0-9]{1,6}) \s* m(?:in(?:ute)?s?)?
    )
    (?!\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def length_of(typed: str) -> timedelta | None:
    """The length, in whole seconds; None when it cannot be understood. May be zero, negative or far too long.

    `90m`, `45min`, `2h`, `1h 30m`, `1h30m`, `1.5h`, `1,5h` and `1:30` are understood, in any letter case. A
    number alone is not: it may be minutes or hours.
    """
    found = _LENGTH.fullmatch(typed.strip())
    return None if found is None else _length(found)


def leading_length(typed: str) -> tuple[str, str]:
    """The length that the text begins with, spaces and all, and what follows; both stripped.

    Where it begins with none, the first word stands for it.
    """
    text = typed.strip()
    if found := _LENGTH.match(text):
        return found[0], text[found.end() :].strip()
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    return word, rest.strip()


def _length(found: re.Match[str]) -> timedelta:
    hours = float((found["hours"] or found["parts"] or "0").replace(",", "."))
    minutes = int(found["sixtieths"] or found["after"] or found["minutes"] or "0")
    seconds = round(hours * 3600) + minutes * 60
    return timedelta(seconds=-seconds if found["sign"] else seconds)
