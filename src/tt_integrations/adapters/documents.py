"""JSON that is written much of: a first import keeps three documents an event, for which the standard library takes as
long as the database does for their rows."""

from __future__ import annotations

import json

import orjson


def written(value: object) -> str:
    """Any JSON value as text."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # halves of characters, numbers beyond 64 bits, and keys that are no texts
        return json.dumps(value)
