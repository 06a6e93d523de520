"""Everything that is no provider's signed delivery asks who is asking first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tt_integrations.domain.errors import IntegrationError, MalformedPayload
from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.entrypoints.http.errors import body_of, status_of
from tt_integrations.ports.identity import Identity

MOST = 64 * 1024
"""Bytes of a body: settings are short."""


@frozen
class Asked:
    """What a signed-in person asks, of the provider of that name where it is about one. `fields` are the JSON object's or the form's, not yet checked."""

    person: Person
    provider: str
    fields: Mapping[str, object] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    cookies: Mapping[str, str] = field(repr=False)
    path: Mapping[str, str]


Answering = Callable[[Asked], Response]
Endpoint = Callable[[Request], object]


def asked(identity: Identity, answer: Answering) -> Endpoint:
    """The endpoint that lets `answer` work in a thread, for somebody who is signed in; anybody else reads 401."""

    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        return await run_sync(_answered, identity, answer, request, body)

    return endpoint


def _answered(
    identity: Identity, answer: Answering, request: Request, body: bytes | None
) -> Response:
    try:
        person = identity.who(Asking(dict(request.headers)))
        if person is None:
            return _please_sign_in()
        if body is None:
            return JSONResponse({"ok": False, "error": "Too large", "code": "too_large"}, 413)
        return answer(_asked(person, request, body))
    except IntegrationError as error:
        return JSONResponse(body_of(error), status_of(error))


def _please_sign_in() -> Response:
    body = {"ok": False, "error": "Please sign in", "code": "unauthenticated"}
    return JSONResponse(body, 401, {"www-authenticate": "Bearer"})


def _asked(person: Person, request: Request, body: bytes) -> Asked:
    return Asked(
        person=person,
        provider=request.path_params.get("provider", ""),
        fields=_fields(body, request.headers.get("content-type", "")),
        query=dict(request.query_params),
        cookies=request.cookies,
        path=dict(request.path_params),
    )


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is known to be too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST:
            return None
    return body


def _fields(body: bytes, content_type: str) -> Mapping[str, object]:
    if not body.strip():
        return {}
    if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        return _form(body)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedPayload("body", "expected a JSON object or a form") from None
    if not isinstance(value, dict):
        raise MalformedPayload("body", "expected a JSON object or a form")
    return value


def _form(body: bytes) -> Mapping[str, object]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise MalformedPayload("body", "not a form in UTF-8") from None
