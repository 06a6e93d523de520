"""A fake in process: an httpx transport that reaches it without a socket."""

from __future__ import annotations

from urllib.parse import parse_qsl

import httpx

from tt_integrations.adapters.fakes.control import control, is_control
from tt_integrations.adapters.fakes.fake import FakeProvider
from tt_integrations.adapters.fakes.http import AnswerLost, Hanging, Request


def transport_to(fake: FakeProvider) -> httpx.MockTransport:
    """For `httpx.Client(transport=...)`. Lost answers and hanging show as the errors httpx raises for them."""

    def handle(sent: httpx.Request) -> httpx.Response:
        request = Request(
            method=sent.method,
            base=f"{sent.url.scheme}://{sent.headers['host']}",
            path=sent.url.path,
            query=tuple(parse_qsl(sent.url.query.decode(), keep_blank_values=True)),
            headers=dict(sent.headers),
            body=sent.read(),
        )
        try:
            response = control(fake, request) if is_control(request) else fake.respond(request)
        except AnswerLost:
            raise httpx.RemoteProtocolError("the answer was lost", request=sent) from None
        except Hanging:
            raise httpx.ReadTimeout("the provider hangs", request=sent) from None
        return httpx.Response(response.status, headers=response.headers, content=response.body)

    return httpx.MockTransport(handle)
