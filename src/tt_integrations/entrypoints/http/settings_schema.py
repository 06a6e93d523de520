"""The JSON Schema of what can be entered on a provider's card, from its fields."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.card_fields import Field, Kind
from tt_integrations.adapters.providers import Provider

Schema = dict[str, Any]
FLAG: Schema = {
    "anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "on", "off", "1", "0", "yes", "no"]}]
}
NUMBER: Schema = {"type": ["integer", "string", "null"]}


def syncs(provider: Provider) -> bool:
    """Whether there is anything of it that can be brought up to date."""
    return provider.issue_settings is not None or provider.calendar_settings is not None


def settings_schema(provider: Provider) -> Schema:
    """All of them may be left out, and fields of other names are left alone."""
    properties = {each.name: _described(each) for each in provider.fields}
    return {"type": "object", "properties": properties, "additionalProperties": True}


def _described(entered: Field) -> Schema:
    said = f"{entered.title}. {entered.help}".strip()
    return {**_typed(entered), "description": said}


def _typed(entered: Field) -> Schema:
    match entered.kind:
        case Kind.SECRET | Kind.LONG_SECRET:
            return {"type": ["string", "null"], "writeOnly": True}
        case Kind.FLAG:
            return dict(FLAG)
        case Kind.NUMBER | Kind.PROJECT | Kind.WEEKDAY:
            return dict(NUMBER)
        case Kind.CHOICE:
            return {"enum": [choice.value for choice in entered.choices]}
        case Kind.ENTRIES:
            entry = {entered.part: {"type": "string"}, "project": {"type": ["integer", "null"]}}
            return {"type": "array", "items": {"type": "object", "properties": entry}}
        case Kind.LINES:
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case Kind.TEXT | Kind.TIME:
            return {"type": ["string", "null"]}
