"""The two formats of a delivery: JSON, or a form that holds the JSON. A hook is of the second kind by default.

Source: docs.github.com, webhooks/using-webhooks/creating-webhooks, "Content type".
"""

from __future__ import annotations

import json
import re
from itertools import islice

from tt_integrations.adapters.wire import parse_form, parse_json
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import Delivery

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
PLACES = 4
"""So many places of a body are looked at that may show its repository."""
REACH = 64 * 1024
"""Characters of a repository at most; they have some 8,000."""
_REPOSITORY = re.compile(rb'"repository"\s*:\s*(?=\{)')
_decoder = json.JSONDecoder()


def json_in(delivery: Delivery) -> bytes:
    """The JSON of either format, not looked at yet. Raises MalformedPayload."""
    media_type = _media_type_of(delivery)
    if media_type == JSON:
        return delivery.body
    if media_type != FORM:
        raise MalformedPayload("content-type", "expected a form or JSON")
    payload = parse_form(delivery.body).get("payload")
    if payload is None:
        raise MalformedPayload("payload", "missing")
    return payload.encode()


def payload_of(delivery: Delivery) -> dict[str, object]:
    """What was delivered. Raises MalformedPayload for all but an object."""
    payload = parse_json(json_in(delivery))
    if not isinstance(payload, dict):
        raise MalformedPayload("body", "expected an object")
    return payload


def claimed_repository(delivery: Delivery) -> dict[str, object]:
    """The repository as the still untrusted body shows it; empty for none. Total.

    Only that part is parsed, since a body may have 25 MB and come from anybody. Quotes within texts are
    escaped, so no text can look like it.
    """
    try:
        body = json_in(delivery)
    except MalformedPayload:
        return {}
    found = islice(_REPOSITORY.finditer(body), PLACES)
    shown = (_object_at(body[place.end() : place.end() + REACH]) for place in found)
    return next(filter(None, shown), {})


def _object_at(text: bytes) -> dict[str, object]:
    try:
        value, _ = _decoder.raw_decode(text.decode(errors="replace"))
    except (ValueError, RecursionError):
        return {}
    # a renaming has a `changes.repository` before it, which holds the old name only
    return value if isinstance(value, dict) and "id" in value else {}


def _media_type_of(delivery: Delivery) -> str:
    stated = delivery.headers.get("content-type")
    if stated is None:  # a proxy may drop it; the two formats cannot be mistaken for one another
        return JSON if delivery.body.lstrip().startswith(b"{") else FORM
    return stated.partition(";")[0].strip().lower()
