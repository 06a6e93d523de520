"""The `fields` parameter: only part of an answer. A client that forgets to ask for nextPageToken gets none.

Source: developers.google.com, calendar guides/performance (partial response).
"""

from __future__ import annotations

import re
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.refusals import invalid_parameter

Wanted = dict[str, "Wanted"]
"""The names that are wanted, each with what is wanted inside; nothing inside is everything."""
TOKEN = re.compile(r"[\w*.-]+|[(),/]")


def selected(answer: Any, fields: str) -> Any:
    """`items(id,start),nextPageToken`, `items/id` or `*`. Raises Refusal (400) for a broken selection."""
    tokens = TOKEN.findall(fields)
    if "".join(tokens) != fields.replace(" ", "") or not tokens:
        raise _broken(fields)
    wanted = _list(tokens, fields)
    if tokens:
        raise _broken(fields)
    return _cut(answer, wanted)


def _list(tokens: list[str], fields: str) -> Wanted:
    wanted: Wanted = {}
    while True:
        name, inner = _one(tokens, fields)
        wanted.setdefault(name, {}).update(inner)
        if not tokens or tokens[0] != ",":
            return wanted
        tokens.pop(0)


def _one(tokens: list[str], fields: str) -> tuple[str, Wanted]:
    if not tokens or tokens[0] in "(),/":
        raise _broken(fields)
    name = tokens.pop(0)
    match tokens:
        case ["/", *_]:
            tokens.pop(0)
            deeper, inner = _one(tokens, fields)
            return name, {deeper: inner}
        case ["(", *_]:
            tokens.pop(0)
            inner = _list(tokens, fields)
            if not tokens or tokens.pop(0) != ")":
                raise _broken(fields)
            return name, inner
    return name, {}


def _cut(value: Any, wanted: Wanted) -> Any:
    if not wanted or "*" in wanted:
        return value
    if isinstance(value, list):
        return [_cut(one, wanted) for one in value]
    if isinstance(value, dict):
        return {name: _cut(value[name], inner) for name, inner in wanted.items() if name in value}
    return value


def _broken(fields: str) -> Exception:
    return invalid_parameter("fields", f"Invalid field selection {fields}")
