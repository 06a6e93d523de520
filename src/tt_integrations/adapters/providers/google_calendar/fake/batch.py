"""Many calls in one: multipart/mixed in, multipart/mixed out, each part with its own status.

Source: developers.google.com, calendar guides/batch.
"""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.google_calendar.fake.refusals import Refusal, bad_request

MOST = 1000
BOUNDARY = "batch_fake_answer"


def batch(request: Request, carry_out: Callable[[Request], Response]) -> Response:
    """Raises Refusal (400) where the whole cannot be read, or has more than 1000 parts."""
    kind = request.headers.get("content-type", "")
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body)
    parts = [part for part in whole.walk() if part is not whole]
    if not whole.is_multipart():
        raise bad_request("Failed to parse batch request, error: no parts.")
    if len(parts) > MOST:
        raise bad_request(f"The batch request holds more than {MOST} calls.")
    answers = []
    for part in parts:
        inner = (
            part.get_payload(decode=True) if part.get_content_type() == "application/http" else b""
        )
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        try:
            answer = carry_out(_request(request, inner if isinstance(inner, bytes) else b""))
        except Refusal as refusal:
            answer = refusal.response()
        answers.append(_part(name, answer))
    body = b"".join(answers) + f"--{BOUNDARY}--\r\n".encode()
    return Response(200, {"content-type": f"multipart/mixed; boundary={BOUNDARY}"}, body)


def _request(outer: Request, inner: bytes) -> Request:
    head, _, body = inner.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")
    line, *lines = head.decode(errors="replace").split("\n")
    words = line.split(" ")
    if len(words) < len(("verb", "path")) or not words[1].startswith("/calendar/v3/"):
        raise bad_request("A part must be a call of this API, named by its path alone.")
    pairs = (text.partition(":") for text in lines)
    own = {name.strip().lower(): value.strip() for name, _, value in pairs}
    headers = {"authorization": outer.headers.get("authorization", ""), **own}
    path, _, query = words[1].partition("?")
    asked = tuple(parse_qsl(query, keep_blank_values=True))
    return Request(words[0], outer.base, unquote(path), asked, headers, body.strip())


def _part(name: str, answer: Response) -> bytes:
    status = f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"
    headers = {**answer.headers, "content-length": str(len(answer.body))}
    named = [f"Content-ID: <response-{name}>"] if name else []
    lines = [f"--{BOUNDARY}", "Content-Type: application/http", *named, "", status]
    lines += [f"{key}: {value}" for key, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + answer.body + b"\r\n"
