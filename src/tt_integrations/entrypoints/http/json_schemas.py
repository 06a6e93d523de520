"""JSON Schemas of attrs classes and of what stands in their fields."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from inspect import cleandoc
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import field, frozen

from tt_integrations.entrypoints.http.shapes import Mark

Schema = dict[str, Any]
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
    object: {},
}


@frozen
class Schemas:
    """Of each attrs class there is one, by its name, which others refer to. Raises TypeError for what has none."""

    named: dict[str, Schema] = field(factory=dict)

    def of(self, hint: Any) -> Schema:
        if hint in _PLAIN:
            return dict(_PLAIN[hint])
        if isinstance(hint, type):
            return self._class(hint)
        if (meant := getattr(hint, "__supertype__", None)) is not None:
            return self.of(meant)
        return self._generic(hint, get_origin(hint), get_args(hint))

    def _class(self, hint: type) -> Schema:
        if issubclass(hint, Enum):
            return {"type": "string", "enum": [each.value for each in hint]}
        if not attrs.has(hint):
            raise TypeError(f"no schema for {hint}")
        if hint.__name__ not in self.named:
            self.named[hint.__name__] = {}  # it may speak of itself
            self.named[hint.__name__] = self._object(hint)
        return {"$ref": f"#/components/schemas/{hint.__name__}"}

    def _generic(self, hint: Any, origin: Any, inside: tuple[Any, ...]) -> Schema:
        if origin is Annotated:
            return self._annotated(inside)
        if origin in (Union, types.UnionType):
            return self._one_of(inside)
        if origin is Literal:
            return {"enum": list(inside)}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            keys = {key: value for key, value in self.of(inside[0]).items() if key == "enum"}
            names = {"propertyNames": keys} if keys else {}
            return {"type": "object", "additionalProperties": self.of(inside[1]), **names}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return {"type": "array", "items": self.of(inside[0])}
        raise TypeError(f"no schema for {hint}")

    def _annotated(self, inside: tuple[Any, ...]) -> Schema:
        said = " ".join(each for each in inside[1:] if isinstance(each, str))
        schema = self.of(inside[0])
        return {**schema, "description": said} if said else schema

    def _one_of(self, inside: tuple[Any, ...]) -> Schema:
        schemas = [self.of(each) for each in inside]
        if all(set(each) == {"type"} for each in schemas):
            return {"type": [each["type"] for each in schemas]}
        return {"anyOf": schemas}

    def _object(self, hint: type) -> Schema:
        hints = get_type_hints(hint, include_extras=True)
        marks = {name: getattr(each, "__metadata__", ()) for name, each in hints.items()}
        named = [name for name in hints if Mark.SPREAD not in marks[name]]
        spread = [name for name in hints if Mark.SPREAD in marks[name]]
        more = self.of(hints[spread[0]]) if spread else {}
        schema: Schema = {
            "type": "object",
            "properties": {name: self.of(hints[name]) for name in named},
            "required": [name for name in named if Mark.LEFT_OUT not in marks[name]],
            "additionalProperties": more.get("additionalProperties", False),
        }
        said = [_about(hint), str(more.get("description", ""))]
        return {**schema, "description": " ".join(filter(None, said))} if any(said) else schema


def _about(hint: type) -> str:
    """What the class says of itself; attrs says nothing for those that do not."""
    return " ".join(cleandoc(hint.__doc__ or "").split())
