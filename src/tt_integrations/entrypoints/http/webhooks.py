"""Where providers call: plain ASGI, because every part of a framework in between costs more than our own work.

A whole request is one plain call. It runs in a worker thread (see `patience`); on SQLite it first runs on the event
loop itself, waiting at most milliseconds for another process's lock, since the hop to a thread costs more than the
short transaction (architecture A2, measured again by `make bench`).
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import IntegrationError, StoreUnavailable
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.errors import INTERNAL_ERROR, body_of, status_of
from tt_integrations.entrypoints.http.patience import Patience

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

REQUEST, STATUS = "tt.request_id", "tt.status"
"""Keys of a scope: the id to answer with, where there is one, and how it was answered, for whoever counts."""
log = logging.getLogger(__name__)


class TooLarge(IntegrationError):
    """The body is over the provider's limit."""

    code = "too_large"


@frozen
class Webhook:
    """The ASGI endpoint of one provider. `at_once` answers on the loop or raises StoreUnavailable at once."""

    provider: Provider
    patient: Patience
    at_once: Application | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        came = asyncio.get_running_loop().time()
        try:
            body = await _body(receive, self.provider.body_limit)
            answer = await self._answer(self._delivery(scope, body), came)
        except TooLarge as error:
            answer, status = _json({"ok": False, "error": str(error), "code": error.code}), 413
        except IntegrationError as error:
            answer, status = _json(body_of(error)), status_of(error)
        except Exception:
            # the provider must read an answer, and there is no framework above that would give one
            log.exception("a delivery from %s failed", self.provider.name)
            answer, status = _json(INTERNAL_ERROR), 500
        else:
            status = 202 if answer.later else 200
        await _send(scope, send, status, answer)

    def _delivery(self, scope: Message, body: bytes) -> Delivery:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        key = scope.get("path_params", {}).get("connection")
        return Delivery(self.provider.key, headers, body, ConnectionKey(key) if key else None)

    async def _answer(self, delivery: Delivery, came: float) -> Answer:
        if self.at_once is not None:
            try:
                return self.at_once.answer(self.provider, delivery)
            except StoreUnavailable:
                # another writer holds the lock: wait for it where waiting blocks nobody. Nothing was done yet.
                pass
        return await self.patient.answer(self.provider, delivery, came)


async def _body(receive: Receive, limit: int) -> bytes:
    """The whole body. Raises TooLarge as soon as it is known to be over `limit` bytes."""
    chunks: list[bytes] = []
    size, more = 0, True
    while more and size <= limit:
        message = await receive()
        chunks.append(message.get("body", b""))
        size, more = size + len(chunks[-1]), message.get("more_body", False)
    if size > limit:
        raise TooLarge(f"The body is over {limit} bytes")
    return b"".join(chunks)


def _json(payload: object) -> Answer:
    return Answer(json.dumps(payload).encode(), "application/json")


async def _send(scope: Message, send: Send, status: int, answer: Answer) -> None:
    headers = [
        (b"content-type", answer.media_type.encode()),
        (b"content-length", b"%d" % len(answer.body)),
    ]
    if REQUEST in scope:
        headers.append((b"x-request-id", scope[REQUEST]))
        scope[STATUS] = status
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
