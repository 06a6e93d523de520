"""From a provider's bytes to typed values in its own spelling; whatever does not fit says where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar, get_origin
from urllib.parse import unquote_to_bytes

import cattrs
from cattrs.cols import list_structure_factory

from tt_integrations.domain.errors import MalformedPayload

T = TypeVar("T")


def _exactly(kind: type) -> Any:
    def check(value: Any, _type: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}, got {type(value).__name__}")
        return value

    return check


def _is_list(form: Any) -> bool:
    return get_origin(form) is list


def _a_list(form: Any, converter: cattrs.BaseConverter) -> Any:
    structure, check = list_structure_factory(form, converter), _exactly(list)

    def structure_list(value: Any, form: Any) -> Any:
        return structure(check(value, form), form)

    return structure_list


# cattrs turns anything into text or a truth value if let: "false" would become true, and a text its letters
_strict = cattrs.Converter()
for _kind in (str, int, bool):
    _strict.register_structure_hook(_kind, _exactly(_kind))
_strict.register_structure_hook_factory(_is_list, _a_list)


def structured(payload: object, form: type[T]) -> T:
    """`payload` as the attrs class `form`. Fields it does not know are left alone: providers add them freely."""
    if not isinstance(payload, dict):
        raise MalformedPayload("$", "expected an object")
    try:
        return _strict.structure(payload, form)
    except Exception as error:  # noqa: BLE001 - cattrs groups whatever its hooks raise
        path, reason = _first_trouble(error)
        raise MalformedPayload(path, reason) from None


def _first_trouble(error: Exception) -> tuple[str, str]:
    [first, *_] = cattrs.transform_error(error) or ["invalid @ $"]
    reason, _, path = first.rpartition(" @ ")
    return path, reason


def parse_json(body: bytes) -> object:
    """Any JSON value. Raises MalformedPayload for anything else, however deep or odd."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedPayload("body", "not JSON") from None


def parse_form(body: bytes) -> Mapping[str, str]:
    """The fields of a form, each at most once, blank ones included.

    As `urllib.parse.parse_qsl`, which decodes every name and value whether it needs to or not and takes
    a third of the time of a whole slash command; a test holds the two to the same answers.
    """
    try:
        pairs = [
            (name, value)
            if "%" not in part and "+" not in part
            else (_decoded(name), _decoded(value))
            for part in body.decode().split("&")
            if part
            for name, _, value in (part.partition("="),)
        ]
    except ValueError:  # bad UTF-8 in the body or behind percent signs
        raise MalformedPayload("body", "not a form in UTF-8") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise MalformedPayload("body", "a field is given twice")
    return fields


def _decoded(text: str) -> str:
    if "%" not in text and "+" not in text:
        return text
    return unquote_to_bytes(text.replace("+", " ")).decode()
