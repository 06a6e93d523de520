"""The parameters of a method and their types, whether they come as JSON or as form fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.refusal import Refused, mistaken

TRUE, FALSE = ("true", "1"), ("false", "0", "")


@frozen
class Parameter:
    """`read` raises ValueError for a wrong type; `error` is the code Slack has for that, if it has one."""

    read: Callable[[Any], Any]
    error: str | None = None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("a string")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in TRUE + FALSE:
        return value.lower() in TRUE
    raise ValueError("a boolean")


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,12}", value):
        return int(value)
    raise ValueError("an integer")


def _objects(value: Any) -> list[dict[str, Any]]:
    read = _structure(value)
    if isinstance(read, list) and all(isinstance(one, dict) for one in read):
        return read
    raise ValueError("a list of objects")


def _object(value: Any) -> dict[str, Any]:
    read = _structure(value)
    if isinstance(read, dict):
        return read
    raise ValueError("an object")


def _texts(value: Any) -> list[str]:
    read = value.split(",") if isinstance(value, str) and value[:1] != "[" else _structure(value)
    if isinstance(read, list) and all(isinstance(one, str) for one in read):
        return read
    raise ValueError("a list of strings")


def _structure(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


TEXT, FLAG, WHOLE, TEXTS = Parameter(_text), Parameter(_flag), Parameter(_whole), Parameter(_texts)


def whole(error: str) -> Parameter:
    return Parameter(_whole, error)


def obj(error: str | None = None) -> Parameter:
    """A JSON object, or a string that holds one."""
    return Parameter(_object, error)


def objects(error: str | None = None) -> Parameter:
    """A JSON array of objects, or a string that holds one."""
    return Parameter(_objects, error)


def typed(fields: Mapping[str, Any], known: Mapping[str, Parameter]) -> dict[str, Any]:
    """The arguments with their types. Raises Refused for unknown and ill-typed ones.

    Bolt names the team in every call; with the token of one workspace that says nothing.
    """
    arguments = {}
    for name, value in fields.items():
        if name == "team_id" and name not in known and isinstance(value, str):
            continue
        if name not in known:
            raise mistaken(f"unknown argument: {name}")
        try:
            arguments[name] = known[name].read(value)
        except ValueError as wrong:
            if error := known[name].error:
                raise Refused(error) from None
            raise mistaken(f"{name} must be {wrong}") from None
    return arguments
