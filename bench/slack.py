"""Slash commands as Slack sends them, signed beforehand so that signing costs the measurement nothing."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from attrs import frozen

TEAM = "T0BENCH"
PROJECT = "Web & <Shop>"
"""A name that must be escaped."""
EXPECTED = {
    "start web": b"Timer started for *Web &amp; &lt;Shop&gt;*",
    "status": b"Active timer on *Web &amp; &lt;Shop&gt;* (running 00:00:",
    "stop": b"Timer stopped (duration 00:00:",
}
"""What either program must say when the three are typed in turn."""
_PATH = "/api/integrations/slack/events"
_SOME_RUN = secrets.token_hex(6)


@frozen
class Step:
    """One request as bytes on the wire, and what its answer must contain."""

    wire: bytes
    expected: bytes


def steps(user: str, secret: str, typed: tuple[str, ...]) -> Iterator[Step]:
    """The commands of `typed` over and over, each with a trigger id of its own."""
    for number, text in enumerate(itertools.cycle(typed)):
        yield Step(_request(user, secret, text, number), EXPECTED[text])


def _request(user: str, secret: str, text: str, number: int) -> bytes:
    body = urlencode(
        {
            "token": "gIkuvaNzQIHg97ATvDxqgjtO",
            "team_id": TEAM,
            "team_domain": "example",
            "channel_id": "C2147483705",
            "channel_name": "general",
            "user_id": user,
            "user_name": user.lower(),
            "command": "/tt",
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.example/commands/1234/5678",
            "trigger_id": f"{number}.{time.monotonic_ns()}.{_SOME_RUN}",
        }
    ).encode()
    stamp = str(int(time.time()))
    signed = b"v0:%b:%b" % (stamp.encode(), body)
    signature = hmac.digest(secret.encode(), signed, hashlib.sha256).hex()
    head = (
        f"POST {_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: application/json,*/*\r\n"
        "Accept-Encoding: gzip,deflate\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
