"""How Slack says no: HTTP 200 with an error code, nearly always.

Source: docs.slack.dev, apis/web-api.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OK = 200
BAD_REQUEST = 400
TOO_MANY = 429


class Refused(Exception):
    """The method's error code, and what more the answer says. Only limits and loud refusals leave HTTP 200."""

    def __init__(self, error: str, status: int = OK, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers: Mapping[str, str] = {}
        self.payload: dict[str, Any] = {"ok": False, "error": error, **more}


def invalid_arguments(*reasons: str, status: int = OK) -> Refused:
    """`invalid_arguments` with the reasons in response_metadata, where Slack puts them."""
    messages = [f"[ERROR] {reason}" for reason in reasons]
    return Refused("invalid_arguments", status, response_metadata={"messages": messages})


def mistaken(reason: str) -> Refused:
    """For parameters no method knows, and of a type it cannot have.

    Slack itself overlooks some of these; answering 400 lets a mistaken client fail in its tests.
    """
    return invalid_arguments(reason, status=BAD_REQUEST)


def too_many(retry_after: int) -> Refused:
    """HTTP 429: come back after so many seconds."""
    refused = Refused("ratelimited", TOO_MANY)
    refused.headers = {"retry-after": str(retry_after)}
    return refused
