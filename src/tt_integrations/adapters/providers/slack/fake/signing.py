"""How Slack signs what it sends, and how a forger might.

Source: docs.slack.dev, authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from attrs import frozen

TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"
TOO_OLD = 400.0
"""Seconds: well beyond the five minutes a receiver should allow."""


@frozen
class Signing:
    """Left alone it signs as Slack does; each field spoils one thing.

    `secret`: another one. `age`: seconds the timestamp lies back, negative for the future.
    `timestamp`: the header's value word for word, signed along. `signature`: the header's value word for word.
    `version`: what stands before the digest. `upper`: hexadecimal digits in upper case.
    `headers`: False leaves both headers out.
    """

    secret: str | None = None
    age: float = 0
    timestamp: str | None = None
    signature: str | None = None
    version: str = "v0"
    upper: bool = False
    headers: bool = True


RIGHT = Signing()
BY_NAME: Mapping[str, Signing] = {
    "right": RIGHT,
    "wrong_secret": Signing(secret="not-the-signing-secret"),  # noqa: S106  # a forger's guess
    "old": Signing(age=TOO_OLD),
    "future": Signing(age=-TOO_OLD),
    "garbage": Signing(timestamp="yesterday", signature="v0=garbage"),
    "garbage_signature": Signing(signature="v0=not-hexadecimal"),
    "empty_signature": Signing(signature=""),
    "other_version": Signing(version="v1"),
    "upper_case": Signing(upper=True),
    "text_timestamp": Signing(timestamp="yesterday"),
    "empty_timestamp": Signing(timestamp=""),
    "float_timestamp": Signing(timestamp="1531420618.0"),
    "huge_timestamp": Signing(timestamp="9" * 5000),
    "unsigned": Signing(headers=False),
}


def signing_of(given: str | Mapping[str, Any] | Signing) -> Signing:
    """A name of `BY_NAME`, the fields as a mapping, or the value itself. Raises ValueError for another name."""
    if isinstance(given, Signing):
        return given
    if isinstance(given, Mapping):
        return Signing(**given)
    if given not in BY_NAME:
        raise ValueError(f"no signing {given!r}; there are {', '.join(sorted(BY_NAME))}")
    return BY_NAME[given]


def digest(secret: str, timestamp: str, body: bytes) -> str:
    """Lower-case hexadecimal HMAC-SHA256 over `v0:<timestamp>:<body>`."""
    return hmac.new(
        secret.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256
    ).hexdigest()


def signature_headers(secret: str, now: float, body: bytes, how: Signing) -> dict[str, str]:
    """The two headers for `body` sent at `now` (seconds since 1970)."""
    if not how.headers:
        return {}
    timestamp = how.timestamp if how.timestamp is not None else str(int(now - how.age))
    hexadecimal = digest(how.secret or secret, timestamp, body)
    value = f"{how.version}={hexadecimal.upper() if how.upper else hexadecimal}"
    return {TIMESTAMP: timestamp, SIGNATURE: how.signature if how.signature is not None else value}
