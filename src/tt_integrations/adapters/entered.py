"""How what was entered on a card is read, whatever the provider. Each raises InvalidSettings with the field's name."""

from __future__ import annotations

import re

from tt_integrations.adapters.wire import parse_json
from tt_integrations.domain.errors import InvalidSettings, MalformedPayload

_TRUE, _FALSE = ("true", "on", "1", "yes"), ("false", "off", "0", "no", "")


def blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def parts_of(value: object) -> object:
    """A list or an object, which a form can carry only as the text of its JSON. What cannot be read is as it was."""
    if not isinstance(value, str):
        return value
    try:
        return parse_json(value.encode("utf-8", "replace"))
    except MalformedPayload:
        return value


def flag(name: str, value: object) -> bool:
    # a form sends words, and `bool("false")` is true
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise InvalidSettings(name, "expected true or false")


def formed(name: str, value: object, form: re.Pattern[str], allowed: str) -> str:
    """The text without white space around, if all of it has the form; `allowed` says in words what has."""
    text = value.strip() if isinstance(value, str) else ""
    if not form.fullmatch(text):
        raise InvalidSettings(name, allowed)
    return text


def formed_or_none(name: str, value: object, form: re.Pattern[str], allowed: str) -> str | None:
    """As `formed`; None for a blank."""
    return None if blank(value) else formed(name, value, form, allowed)
