"""Answers of the Calendar API: held to Google's own description, and read for their reason."""

from __future__ import annotations

import json
from email import message_from_bytes

import httpx
import jsonschema

import published_schemas

TEXT = {"type": "string"}
DETAIL = {
    "type": "object",
    "properties": dict.fromkeys(("domain", "reason", "message", "locationType", "location"), TEXT),
    "required": ["domain", "reason", "message"],
    "additionalProperties": False,
}
ERROR = {
    "type": "object",
    "properties": {
        "errors": {"type": "array", "items": DETAIL, "minItems": 1},
        "code": {"type": "integer"},
        "message": TEXT,
    },
    "required": ["errors", "code", "message"],
    "additionalProperties": False,
}
REFUSAL = jsonschema.Draft202012Validator({"type": "object", "properties": {"error": ERROR}})


def held_to_schema(status, said):
    """Raises ValidationError for a body that Google would not answer."""
    if status >= 400:
        REFUSAL.validate(said)
        assert (said.keys(), said["error"]["code"]) == ({"error"}, status)
    else:
        kind = said["kind"].rpartition("#")[2]
        name = kind[0].upper() + kind[1:]
        published_schemas.google(name).validate(said)


def parts_of(response):
    """The parts of a batch answer: status and body of each, by Content-ID."""
    kind = response.headers["content-type"]
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + response.content)
    for part in whole.get_payload():
        head, _, body = part.get_payload().replace("\r\n", "\n").partition("\n\n")
        yield part["Content-ID"], int(head.split()[1]), json.loads(body) if body.strip() else None


def held_to_the_discovery_document(response):
    """An event hook for httpx, for the answers of the Calendar API, also for those within a batch."""
    response.read()
    if "fields" in response.request.url.params:
        return  # a part of the answer may lack even its kind
    if "multipart" in response.headers.get("content-type", ""):
        for _, status, body in parts_of(response):
            if body is not None:
                held_to_schema(status, body)
    elif response.content and response.request.url.path.startswith(("/calendar/", "/batch/")):
        held_to_schema(response.status_code, response.json())


HELD = {"response": [held_to_the_discovery_document]}


def client_of(google, account, scopes):
    """A client in process with a grant of these scopes, whose every answer is held to the description."""
    token = google.grant(account, scopes)["access_token"]
    return httpx.Client(
        transport=google.transport,
        base_url="https://www.googleapis.com",
        headers={"authorization": f"Bearer {token}"},
        event_hooks=HELD,
    )


def reason(answer):
    """The status of a refusal and Google's word for why."""
    return answer.status_code, answer.json()["error"]["errors"][0]["reason"]
