"""Slack calling us: signed, logged, and never with the lock in hand."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from tt_integrations.adapters.fakes.callback import Call, NoAnswer
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.slack.fake.deliveries import Delivery, Reply
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.signing import RIGHT, Signing, signature_headers

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
REDIRECTS = 2


@frozen
class Parcel:
    """What is sent; `what` names it in the log."""

    what: str
    url: str | None
    body: bytes
    media_type: str = FORM
    signing: Signing = RIGHT
    headers: Mapping[str, str] = field(factory=dict)


class Outgoing:
    """Posts parcels, following two redirects at most as Slack does."""

    def __init__(self, memory: Memory, call: Call) -> None:
        self._memory = memory
        self._call = call

    def post(self, parcel: Parcel) -> Reply:
        """Raises ValueError when the app has no address for it."""
        if parcel.url is None:
            raise ValueError(f"the app has no request URL for {parcel.what}; set request_url")
        with self._memory.lock:
            headers = self._headers(parcel)
        reply = self._follow(parcel.url, headers, parcel.body)
        with self._memory.lock:
            self._memory.deliveries.append(
                Delivery(parcel.what, parcel.url, headers, parcel.body, reply)
            )
        return reply

    def _headers(self, parcel: Parcel) -> dict[str, str]:
        now, secret = self._memory.clock.timestamp(), self._memory.app.signing_secret
        return {
            "User-Agent": AGENT,
            "Accept": "application/json,*/*",
            "Content-Type": parcel.media_type,
            **signature_headers(secret, now, parcel.body, parcel.signing),
            **parcel.headers,
        }

    def _follow(self, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        for _ in range(REDIRECTS + 1):
            reply = _reply(self._call(url, headers, body))
            target = reply.header("location")
            if reply.status not in (301, 302, 307, 308) or not target:
                return reply
            url = target
        return Reply(None, reason="too_many_redirects")


def _reply(answer: Response | NoAnswer) -> Reply:
    if isinstance(answer, NoAnswer):
        return Reply(None, reason=answer.reason)
    return Reply(answer.status, answer.headers, answer.body)
