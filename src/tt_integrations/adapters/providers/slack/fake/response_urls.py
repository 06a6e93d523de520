"""Answers that come later, to a response URL.

Source: docs.slack.dev, interactivity/handling-user-interaction, "Message responses".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.spoken import content_of, speak
from tt_integrations.adapters.providers.slack.fake.tickets import ResponseUrl
from tt_integrations.adapters.providers.slack.fake.web import body
from tt_integrations.adapters.providers.slack.fake.web.content import CONTENT
from tt_integrations.adapters.providers.slack.fake.web.parameters import FLAG, TEXT, obj, typed

PREFIXES = ("/commands/", "/actions/", "/app/")
PAYLOAD = {
    **CONTENT,
    "response_type": TEXT,
    "replace_original": FLAG,
    "delete_original": FLAG,
}


@frozen
class ResponseUrls:
    memory: Memory

    def respond(self, request: Request) -> Response:
        """`ok` as text; 404 for an unknown, used-up or expired address, 400 for a payload Slack refuses."""
        with self.memory.lock:
            place = self.memory.response_urls.get(request.path)
            if place is None:
                return json_response({"ok": False, "error": "no_service"}, 404)
            if place.expired(self.memory.clock.timestamp()):
                return json_response({"ok": False, "error": "expired_url"}, 404)
            if place.used_up:
                return json_response({"ok": False, "error": "used_url"}, 404)
            try:
                self._say(place, _payload(request))
            except Refused as no:
                return json_response(no.payload, 400)
            place.posts += 1
            return Response(200, {"content-type": "text/plain; charset=utf-8"}, b"ok")

    def _say(self, place: ResponseUrl, payload: Mapping[str, Any]) -> None:
        deletes, replaces = payload.get("delete_original"), payload.get("replace_original")
        if not deletes and not any(payload.get(n) for n in ("text", "blocks", "attachments")):
            raise Refused("no_text")
        if place.message_ts is None or not (deletes or replaces):
            speak(self.memory, place, payload)
            return
        ts = place.message_ts
        said = content_of(payload)
        memory = self.memory
        memory.messages[:] = [
            evolve(m, content=said, edited_at=memory.new_ts()) if m.ts == ts else m
            for m in memory.messages
            if not (deletes and m.ts == ts)
        ]
        memory.ephemerals[:] = [
            evolve(m, content=said) if m.ts == ts else m
            for m in memory.ephemerals
            if not (deletes and m.ts == ts)
        ]


def _payload(request: Request) -> dict[str, Any]:
    fields = body.read(request).fields
    if request.media_type == body.FORM:
        fields = typed(fields, {"payload": obj("invalid_payload")}).get("payload", {})
    return typed(fields, PAYLOAD)
