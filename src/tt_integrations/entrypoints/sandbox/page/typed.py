"""What somebody typed into the sandbox's forms. Each raises ValueError with a sentence for who typed it."""

from __future__ import annotations

import re
from collections.abc import Mapping

Fields = Mapping[str, object]
LONGEST = 200
"""Characters of a title or a name."""
_NUMBER = re.compile("-?[0-9]{1,9}")


def text_in(fields: Fields, name: str, called: str, most: int = LONGEST) -> str:
    """The text without white space around, which must be there. `called`: what the form calls it."""
    text = optional(fields, name)
    if not text:
        raise ValueError(f"{called} is missing")
    if len(text) > most:
        raise ValueError(f"{called} is longer than {most} characters")
    return text


def optional(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def whole_in(fields: Fields, name: str, called: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    text = optional(fields, name)
    if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise ValueError(f"{called} is a number from {least} to {most}")
    return int(text)
