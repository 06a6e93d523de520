"""Reading what came with a request: query and body, in the types that GitHub expects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.refusals import bad_request, wrong

Reader = Callable[[str], Any]
"""Raises ValueError for a text that it does not understand."""


Test = Callable[[Any], bool]
LONGEST = 19
"""No number of GitHub has so many digits."""


def query_of(ask: Ask, resource: str, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The query parameters, read. Raises Refused (422) for one that is unknown or ill-typed."""
    found = {}
    for name, text in ask.request.query:
        if name not in readers:
            raise wrong(resource, name)
        try:
            found[name] = readers[name](text)
        except ValueError:
            raise wrong(resource, name, value=text) from None
    return found


def body_of(ask: Ask, resource: str, tests: Mapping[str, Test]) -> dict[str, Any]:
    """The JSON object of the body. Raises Refused: 400 for what is none, 422 for an unknown or ill-typed field."""
    try:
        body = ask.request.json() if ask.request.body else {}
    except (ValueError, RecursionError):
        raise bad_request("Problems parsing JSON") from None
    if not isinstance(body, dict):
        raise bad_request("Body should be a JSON object")
    for name, value in body.items():
        if name not in tests or not tests[name](value):
            raise wrong(resource, name)
    return body


def whole(text: str) -> int:
    """A number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(text)
    return int(text)


def whole_or_zero(value: Any) -> int:
    """A number that may come as text; 0 for everything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0


def one_of(*words: str) -> Reader:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def moment(text: str) -> datetime:
    """ISO 8601; without an offset it is UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def or_null(test: Test) -> Test:
    return lambda value: value is None or test(value)
