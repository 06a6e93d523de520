"""How a card's form that somebody filled in becomes what was entered. A form knows texts only, and says nothing of a
box that is not ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from tt_integrations.adapters.card_fields import Field, Kind
from tt_integrations.adapters.entered import blank
from tt_integrations.domain.errors import InvalidSettings

MOST_ROWS = 250
FILLED_IN = "filled_in"
"""The field that says that all of a card was posted: only then is a box that is missing one that is not ticked."""
_EQUALS = "="
_COUNT = re.compile("[0-9]{1,5}")


@frozen
class Row:
    """One entry of a list as it stands in a form."""

    text: str
    project: str


def entered(fields: Sequence[Field], form: Mapping[str, object]) -> Mapping[str, object]:
    """What a provider's `accept` takes. Fields that were not posted are not entered, but for boxes that are not ticked.

    Raises InvalidSettings for lines that are none.
    """
    return dict(_entered(fields, form))


def _entered(fields: Sequence[Field], form: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for field in fields:
        match field.kind:
            case Kind.FLAG:
                if field.name in form or FILLED_IN in form:
                    yield field.name, form.get(field.name, False)
            case Kind.ENTRIES:
                if count_name(field) in form:
                    yield field.name, _entries(field, form)
            case Kind.LINES:
                if field.name in form:
                    yield field.name, _by_key(field, form[field.name])
            case _:
                if field.name in form:
                    yield field.name, form[field.name]


def count_name(field: Field) -> str:
    return f"{field.name}.rows"


def text_name(field: Field, row: int) -> str:
    return f"{field.name}.{row}.{field.part}"


def project_name(field: Field, row: int) -> str:
    return f"{field.name}.{row}.project"


def rows_in(field: Field, form: Mapping[str, object]) -> Sequence[Row]:
    """The entries as they were typed, without those that are blank."""
    rows = [
        Row(_text(form, text_name(field, row)), _text(form, project_name(field, row)))
        for row in range(_count(form.get(count_name(field))))
    ]
    return [row for row in rows if not blank(row.text)]


def _entries(field: Field, form: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [{field.part: row.text, "project": row.project} for row in rows_in(field, form)]


def _count(value: object) -> int:
    text = value if isinstance(value, str) else ""
    return min(int(text), MOST_ROWS) if _COUNT.fullmatch(text) else 0


def _by_key(field: Field, value: object) -> Mapping[str, str]:
    by_key: dict[str, str] = {}
    for line in (value if isinstance(value, str) else "").splitlines():
        if blank(line):
            continue
        key, equals, text = (part.strip() for part in line.rpartition(_EQUALS))
        if not (equals and key and text):
            allowed = f"expected one a line, as {field.part} {_EQUALS} {field.value}"
            raise InvalidSettings(field.name, allowed)
        if key in by_key:
            raise InvalidSettings(field.name, f"{field.part} is given twice: {key}")
        by_key[key] = text
    return by_key


def _text(form: Mapping[str, object], name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
