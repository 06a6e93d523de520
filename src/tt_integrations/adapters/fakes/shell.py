"""A fake on loopback: the thinnest ASGI application around it, so that any client can drive it."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qsl

import anyio
from anyio.to_thread import run_sync

from tt_integrations.adapters.fakes.control import control, is_control
from tt_integrations.adapters.fakes.fake import FakeProvider
from tt_integrations.adapters.fakes.http import AnswerLost, Hanging, Request, Response

_dropping = ContextVar("dropping", default=False)
"""Whether the request at hand is meant to get no answer."""


def app_of(fake: FakeProvider) -> Any:
    """An ASGI application. Each request is carried out in a worker thread, so a fake may wait or call back."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        request = await _request(scope, receive)
        try:
            response = await run_sync(_respond, fake, request)
        except AnswerLost:
            await _drop(send)
        except Hanging as hang:
            await anyio.sleep(hang.seconds)
            await _drop(send)
        else:
            await _start(send, response)
            await send({"type": "http.response.body", "body": response.body})

    return app


def _respond(fake: FakeProvider, request: Request) -> Response:
    return control(fake, request) if is_control(request) else fake.respond(request)


async def _request(scope: Any, receive: Any) -> Request:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    base = f"{scope['scheme']}://{headers.get('host', '')}"
    return Request(scope["method"], base, scope["path"], tuple(query), headers, body)


async def _drop(send: Any) -> None:
    """Promising a body and ending without it makes the server drop the connection."""
    _dropping.set(True)
    await _start(send, Response(200, {"content-length": "1"}))


def _is_news(_: logging.LogRecord) -> bool:
    """The server complains of an answer that was not completed: not where that was meant."""
    return not _dropping.get()


async def _start(send: Any, response: Response) -> None:
    headers = {"content-length": str(len(response.body)), **response.headers}
    pairs = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
