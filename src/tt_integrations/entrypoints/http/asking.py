"""Everything that is no provider's signed delivery asks who is asking first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, parse_qsl, urlencode

from anyio.to_thread import run_sync
from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tt_integrations.domain.errors import IntegrationError, MalformedPayload
from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.entrypoints.http.errors import body_of, status_of
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.refusals import refused, told
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.ports.identity import Identity

MOST = 64 * 1024
"""Bytes of a body: settings are short."""
FORM = "application/x-www-form-urlencoded"
PROOF = "csrf_token"
"""The field of a form that holds the session's proof; programs of ours send it in a header."""
PROOF_HEADERS = ("x-csrf-token", "x-csrftoken")
"""The second is the reference system's."""
LOOKING = {"GET", "HEAD", "OPTIONS"}
PROGRAMS = "/api/"
"""What begins so is read by programs, all else by people."""
LEAVING = "/connect"
"""Ends in a redirect to a provider. Browsers would not follow one there from a form that may only send to us, such as
that of the sign-in."""


@frozen
class Asked:
    """What a signed-in person asks, of the provider of that name where it is about one. `fields` are the JSON object's or the form's, not yet checked.

    `csrf` belongs into every form of a page, as the hidden field `csrf_token`; "" for a caller without a session.
    """

    person: Person
    provider: str
    fields: Mapping[str, object] = field(repr=False)
    query: Mapping[str, str] = field(repr=False)
    cookies: Mapping[str, str] = field(repr=False)
    path: Mapping[str, str]
    csrf: str = field(default="", repr=False)


Answering = Callable[[Asked], Response]
Endpoint = Callable[[Request], object]


def asked(identity: Identity, answer: Answering) -> Endpoint:
    """The endpoint that lets `answer` work in a thread, for somebody who is signed in.

    Anybody else reads 401, or is asked to sign in where people come by. What a browser was made to ask for by
    somebody else's page is refused with 403.
    """

    async def endpoint(request: Request) -> Response:
        body = await body_of_request(request)
        return await run_sync(_answered, identity, answer, request, body)

    return endpoint


def _answered(
    identity: Identity, answer: Answering, request: Request, body: bytes | None
) -> Response:
    try:
        person = identity.who(_asking(request, body))
        if person is None:
            return _please_sign_in(request)
        if body is None:
            return refused(request.url.path, 413, "too_large", "Too large")
        return answer(_asked(person, request, body))
    except IntegrationError as error:
        return _told(request, error)


def _asking(request: Request, body: bytes | None) -> Asking:
    """A body that is too large changes nothing, whoever sent it."""
    return Asking(
        headers=dict(request.headers),
        address=request.client.host if request.client else "",
        changes=request.method not in LOOKING and body is not None,
        proof=_proof(request, body or b""),
    )


def _proof(request: Request, body: bytes) -> str:
    for name in PROOF_HEADERS:
        if sent := request.headers.get(name):
            return sent
    if not _is_form(request):
        return ""
    return parse_qs(body.decode(errors="replace")).get(PROOF, [""])[0]


def _door(request: Request) -> FrontDoor | None:
    """None: people sign in elsewhere, or the request is a program's."""
    door: FrontDoor | None = getattr(request.app.state, "front_door", None)
    return None if request.url.path.startswith(PROGRAMS) else door


def _please_sign_in(request: Request) -> Response:
    door = _door(request)
    if door is not None:
        wanted = urlencode({"next": _wanted(request)})
        return RedirectResponse(f"{door.pages.root}/sign-in?{wanted}", 303)
    challenge = {"www-authenticate": "Bearer"}
    return refused(request.url.path, 401, "unauthenticated", "Please sign in", challenge)


def _wanted(request: Request) -> str:
    path = request.url.path
    if request.method not in LOOKING or path.endswith(LEAVING):
        return HOME
    return f"{path}?{request.url.query}" if request.url.query else path


def _told(request: Request, error: IntegrationError) -> Response:
    door = _door(request)
    if door is None:
        return told(request.url.path, error)
    sentence = f"{body_of(error)['error']}."
    return door.pages.render(
        "problem.html", status_of(error), title="That did not work", sentence=sentence
    )


def _asked(person: Person, request: Request, body: bytes) -> Asked:
    door: FrontDoor | None = getattr(request.app.state, "front_door", None)
    return Asked(
        person=person,
        provider=request.path_params.get("provider", ""),
        fields=_fields(body, request),
        query=dict(request.query_params),
        cookies=request.cookies,
        path=dict(request.path_params),
        csrf=door.csrf_of(request.headers) if door else "",
    )


async def body_of_request(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is known to be too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > MOST:
            return None
    return b"".join(chunks)


def _is_form(request: Request) -> bool:
    media_type, _, _ = request.headers.get("content-type", "").partition(";")
    return media_type.strip().lower() == FORM


def _fields(body: bytes, request: Request) -> Mapping[str, object]:
    if not body.strip():
        return {}
    if _is_form(request):
        return {name: value for name, value in form_of(body).items() if name != PROOF}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedPayload("body", "expected a JSON object or a form") from None
    if not isinstance(value, dict):
        raise MalformedPayload("body", "expected a JSON object or a form")
    return value


def form_of(body: bytes) -> Mapping[str, str]:
    """The last value of each field. Raises MalformedPayload."""
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise MalformedPayload("body", "not a form in UTF-8") from None
