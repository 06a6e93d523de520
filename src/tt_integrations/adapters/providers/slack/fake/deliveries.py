"""The log of what Slack sent us."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field, frozen


@frozen
class Reply:
    """What came back; `status` is None, and `reason` says why, where nothing did."""

    status: int | None
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = b""
    reason: str = ""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  # the 2xx class

    def header(self, name: str) -> str:
        """A header's value whatever its spelling, or an empty string."""
        for key, value in self.headers.items():
            if key.lower() == name:
                return value
        return ""


@frozen
class Delivery:
    """One request to us. `what`: slash, ssl_check, url_verification, event, or the kind of interaction."""

    what: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    reply: Reply


@define
class QueuedEvent:
    """`due` is in seconds since 1970, or None when no attempt is to come."""

    id: str
    body: bytes
    due: float | None
    attempts: list[Reply] = field(factory=list)
