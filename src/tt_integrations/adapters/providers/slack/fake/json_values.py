"""What the control surface answers: the fake's values as JSON values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs


def as_json(value: Any) -> Any:
    """attrs values as objects, bytes as text, sets sorted; everything else unchanged."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): as_json(one) for key, one in value.items()}
    if attrs.has(type(value)):
        names = [a.name for a in attrs.fields(type(value)) if not a.name.startswith("_")]
        return {name: as_json(getattr(value, name)) for name in names}
    return value


def answering_json(action: Callable[..., Any]) -> Callable[..., Any]:
    """The same action for callers who only know JSON."""

    def act(**arguments: Any) -> Any:
        return as_json(action(**arguments))

    return act
