"""Requests as Slack would sign and send them, for the tests of our dialect."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from tt_integrations.domain.model.delivery import Delivery

# the example of Slack's own page on verifying requests
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
STAMP = 1531420618
NOW = datetime.fromtimestamp(STAMP, UTC)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
COMMAND = {
    "team_id": "T1",
    "user_id": "U1",
    "command": "/tt",
    "text": "start web",
    "trigger_id": "1.2.abc",
}


def signature(body: bytes, stamp: str = str(STAMP), secret: str = SECRET) -> str:
    signed = b"v0:%b:%b" % (stamp.encode(), body)
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def delivery(body: bytes, headers: Mapping[str, str]) -> Delivery:
    return Delivery("slack_connector", headers, body)


def signed(body: bytes, media_type: str = FORM, stamp: str = str(STAMP)) -> Delivery:
    headers = {
        "content-type": media_type,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(body, stamp),
    }
    return delivery(body, headers)


def command(**changed: str) -> Delivery:
    """A signed slash command; a field set to nothing is sent blank."""
    return signed(urlencode({**COMMAND, **changed}).encode())
