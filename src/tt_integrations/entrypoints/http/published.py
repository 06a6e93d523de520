"""The part of the service that needs nobody to sign in: the API's own document, and the addresses of providers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import MalformedPayload, NotConnected
from tt_integrations.entrypoints.http.openapi import JSON, document
from tt_integrations.entrypoints.http.operations import Gate, Operation
from tt_integrations.entrypoints.http.refusals import DOCUMENT
from tt_integrations.entrypoints.http.webhooks import Webhook

SOME_TIME = "public, max-age=300"


def published(
    operations: Sequence[Operation], providers: Mapping[str, Provider], public_address: str
) -> Operation:
    """The operation that answers with the document of all operations, itself among them."""

    @cache  # once somebody wants it: most of our processes are never asked
    def body() -> bytes:
        written = document([*operations, operation], providers, public_address)
        return json.dumps(written, separators=(",", ":")).encode()

    async def answer(_request: Request) -> Response:
        return Response(body(), media_type=JSON, headers={"cache-control": SOME_TIME})

    shape = Mapping[str, object]
    operation = Operation("GET", DOCUMENT, answer, "This document", shape, gate=Gate.OPEN)
    return operation


def webhooks_of(doors: Iterable[Webhook]) -> list[Operation]:
    """The addresses that providers call: that of the reference system, and one of each connection."""
    return [operation for door in doors for operation in _webhooks(door)]


def _webhooks(door: Webhook) -> list[Operation]:
    provider = door.provider
    addresses = (
        (f"/api/integrations/{provider.name}/{provider.door}", "whose connection the sender is of"),
        (f"/webhooks/{provider.name}/{{connection}}", "of the connection of that key"),
    )
    return [
        Operation(
            "POST",
            path,
            door,
            f"A delivery from {provider.title}, {whose}",
            None,
            errors=(MalformedPayload, NotConnected),
            others={202: None},
            gate=Gate.SIGNATURE,
            signature=provider.signature_header,
        )
        for path, whose in addresses
    ]
