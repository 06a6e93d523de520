"""What the API takes and answers, as attrs classes: the answers are made of them, and the OpenAPI document describes them.

A sentence in `Annotated` says what a field means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, get_type_hints

import attrs
import cattrs
from cattrs.gen import make_dict_unstructure_fn, override
from starlette.responses import JSONResponse


class Mark(Enum):
    """Beside the sentence in `Annotated`."""

    LEFT_OUT = "left out"
    """The field is missing where it is None."""
    SPREAD = "spread"
    """A mapping whose entries stand among the other fields."""


def marks_of(shape: type) -> Mapping[str, tuple[Any, ...]]:
    """What is said beside the type of each field."""
    hints = get_type_hints(shape, include_extras=True)
    return {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}


def json_of(shape: object) -> Any:
    """The shape as JSON takes it: moments in ISO 8601 with their offset."""
    return _CONVERTER.unstructure(shape)


def answered(
    shape: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    return JSONResponse(json_of(shape), status, headers)


def _converter() -> cattrs.Converter:
    made = cattrs.Converter()
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_unstructure_hook_factory(attrs.has, lambda shape: _writer(shape, made))
    return made


def _writer(shape: type, converter: cattrs.Converter) -> Callable[[Any], dict[str, Any]]:
    marks = marks_of(shape)
    left_out = {name for name, said in marks.items() if Mark.LEFT_OUT in said}
    overrides: dict[str, Any] = {name: override(omit_if_default=True) for name in left_out}
    write: Callable[[Any], dict[str, Any]]
    write = make_dict_unstructure_fn(shape, converter, **overrides)
    spread = [name for name, said in marks.items() if Mark.SPREAD in said]

    def together(made: Any) -> dict[str, Any]:
        body = write(made)
        for name in spread:  # the shape's own fields count
            body = {**body.pop(name), **body}
        return body

    return together if spread else write


_CONVERTER = _converter()
