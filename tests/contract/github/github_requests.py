"""Requests as GitHub would sign and send them, for the tests of our dialect."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tt_integrations.domain.model.delivery import Delivery

# the example of GitHub's own page on validating deliveries
SECRET = "It's a Secret to Everybody"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
HOOK = 292430182
REPOSITORY = {"id": 1296269, "full_name": "Octo/Hello.World"}
ISSUE: Mapping[str, Any] = {
    "number": 1347,
    "title": "Found a bug",
    "body": "I'm having a problem.",
    "state": "open",
    "state_reason": None,
    "updated_at": "2026-03-02T08:59:00Z",
    "closed_at": None,
    "html_url": "https://github.com/Octo/Hello.World/issues/1347",
    "labels": [{"id": 1, "name": "bug"}],
    "milestone": None,
    "assignee": None,
    "assignees": [],
    "user": None,
}


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def delivery(body: bytes, headers: Mapping[str, str]) -> Delivery:
    return Delivery("github_connector", headers, body)


def signed(body: bytes, event: str = "issues", media_type: str = JSON) -> Delivery:
    headers = {
        "content-type": media_type,
        "x-github-event": event,
        "x-github-delivery": GUID,
        "x-github-hook-id": str(HOOK),
        "x-hub-signature-256": signature(body),
    }
    return delivery(body, headers)


def sent(payload: object, event: str = "issues") -> Delivery:
    return signed(json.dumps(payload).encode(), event)


def sent_as_form(payload: object, event: str = "issues") -> Delivery:
    return signed(urlencode({"payload": json.dumps(payload)}).encode(), event, FORM)


def about(action: str, *, issue: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The payload of an event `issues`; `issue`: what is different of it."""
    whole = {**ISSUE, **(issue or {})}
    return {"action": action, "issue": whole, "repository": REPOSITORY, "sender": None, **more}
