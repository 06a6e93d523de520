"""The Events API: sending, retrying, doubling and reordering.

Source: docs.slack.dev, apis/events-api, "Retries".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.deliveries import QueuedEvent, Reply
from tt_integrations.adapters.providers.slack.fake.directory import team_of
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.oauth.ending import ENDINGS, end_installation
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import Tokens
from tt_integrations.adapters.providers.slack.fake.outgoing import JSON, Outgoing, Parcel
from tt_integrations.adapters.providers.slack.fake.queueing import queue_event
from tt_integrations.adapters.providers.slack.fake.signing import RIGHT, Signing, signing_of

WAITS = (0.0, 60.0, 300.0)
"""Seconds from a failure to the next of the three retries."""
OK = 200


@frozen
class EventAnswer:
    """The event's id and what came back, as with `Reply`."""

    event_id: str
    status: int | None
    body: bytes = b""


@frozen
class Events:
    memory: Memory
    outgoing: Outgoing
    tokens: Tokens

    def send_event(
        self,
        event: Mapping[str, Any],
        *,
        team: str | None = None,
        sign_with: str | Mapping[str, Any] | Signing = RIGHT,
    ) -> EventAnswer:
        """Deliver an event (what stands in `event`) once; `run_retries` goes on if that fails."""
        with self.memory.lock:
            event_id = queue_event(self.memory, event, team_of(self.memory, team).id)
        return self._attempt(event_id, signing_of(sign_with))

    def send_events(
        self,
        events: Sequence[Mapping[str, Any]],
        order: Sequence[int] | None = None,
        team: str | None = None,
    ) -> list[EventAnswer]:
        """Let events happen one after the other, and deliver them in another `order` of their places."""
        with self.memory.lock:
            team_id = team_of(self.memory, team).id
            ids = [queue_event(self.memory, event, team_id) for event in events]
        return [self._attempt(ids[place]) for place in order or range(len(ids))]

    def redeliver(self, event_id: str) -> EventAnswer:
        """Deliver an event again as if for the first time: a duplicate. Raises ValueError for an unknown id."""
        with self.memory.lock:
            if event_id not in self.memory.events:
                raise ValueError(f"no event {event_id!r}")
            event = self.memory.events[event_id]
        reply = self._post(event, {}, RIGHT)
        return EventAnswer(event_id, reply.status, reply.body)

    def run_retries(self) -> list[EventAnswer]:
        """Make every attempt that is due by the clock, queued first deliveries among them."""
        answers: list[EventAnswer] = []
        while True:
            with self.memory.lock:
                now = self.memory.clock.timestamp()
                due = [e for e in self.memory.events.values() if e.due is not None and e.due <= now]
                for event in due:
                    event.due = None
            if not due:
                return answers
            answers += [self._attempt(event.id) for event in due]

    def uninstall(
        self, team: str | None = None, order: Sequence[str] = ENDINGS
    ) -> list[EventAnswer]:
        """A workspace removes the app: its tokens die, then both events come, in `order`."""
        with self.memory.lock:
            ids = end_installation(self.tokens, team_of(self.memory, team).id, tuple(order))
        return [self._attempt(event_id) for event_id in ids]

    def verify_url(self, sign_with: str | Mapping[str, Any] | Signing = RIGHT) -> bool:
        """Send url_verification as on saving the address; says whether the challenge came back."""
        with self.memory.lock:
            challenge = f"challenge{self.memory.number()}"
            token = self.memory.app.verification_token
        sent = {"token": token, "challenge": challenge, "type": "url_verification"}
        reply = self._send("url_verification", json.dumps(sent).encode(), {}, signing_of(sign_with))
        body = reply.body.decode(errors="replace").strip()
        accepted = [challenge, f"challenge={challenge}"]
        return reply.status == OK and (body in accepted or _challenge_in(body) == challenge)

    def rate_limited(self, team: str | None = None) -> EventAnswer:
        """Tell the app that its events are being dropped: app_rate_limited, without an inner event."""
        with self.memory.lock:
            flat = {
                "token": self.memory.app.verification_token,
                "type": "app_rate_limited",
                "team_id": team_of(self.memory, team).id,
                "minute_rate_limited": int(self.memory.clock.timestamp()) // 60 * 60,
                "api_app_id": self.memory.app.id,
            }
        reply = self._send("app_rate_limited", json.dumps(flat).encode(), {}, RIGHT)
        return EventAnswer("", reply.status, reply.body)

    def _attempt(self, event_id: str, signing: Signing = RIGHT) -> EventAnswer:
        with self.memory.lock:
            event = self.memory.events[event_id]
            event.due = None
            headers = _retry_headers(event)
        reply = self._post(event, headers, signing)
        with self.memory.lock:
            event.attempts.append(reply)
            event.due = _next(event, reply, self.memory.clock.timestamp())
        return EventAnswer(event_id, reply.status, reply.body)

    def _post(self, event: QueuedEvent, headers: Mapping[str, str], signing: Signing) -> Reply:
        return self._send("event", event.body, headers, signing)

    def _send(self, what: str, body: bytes, headers: Mapping[str, str], signing: Signing) -> Reply:
        url = self.memory.app.events_url
        return self.outgoing.post(Parcel(what, url, body, JSON, signing, headers))


def _retry_headers(event: QueuedEvent) -> dict[str, str]:
    if not event.attempts:
        return {}
    return {
        "x-slack-retry-num": str(len(event.attempts)),
        "x-slack-retry-reason": _reason(event.attempts[-1]),
    }


def _reason(reply: Reply) -> str:
    if reply.status is not None:
        return "http_error"
    if "Timeout" in reply.reason:
        return "http_timeout"
    known = {"ConnectError": "connection_failed", "too_many_redirects": "too_many_redirects"}
    return known.get(reply.reason, "unknown_error")


def _next(event: QueuedEvent, reply: Reply, now: float) -> float | None:
    stopped = reply.status != OK and reply.header("x-slack-no-retry") == "1"
    if reply.ok or stopped or len(event.attempts) > len(WAITS):
        return None
    return now + WAITS[len(event.attempts) - 1]


def _challenge_in(body: str) -> str:
    try:
        read = json.loads(body)
    except ValueError:
        return ""
    return str(read.get("challenge", "")) if isinstance(read, dict) else ""
