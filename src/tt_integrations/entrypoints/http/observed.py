"""The service as seen from outside: each request has an id, in the log and in the answer, and is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from attrs import field, frozen
from prometheus_client import Counter
from starlette.routing import Mount, Route

from tt_integrations.entrypoints.http.webhooks import Message, Receive, Send
from tt_integrations.entrypoints.observing.request_ids import HEADER, REQUEST_ID, id_of

if TYPE_CHECKING:  # which makes one of these
    from tt_integrations.entrypoints.http.app import WebApp

Shape = tuple[int, frozenset[str]]
"""An endpoint and the names of the parameters in its path: together they tell the route."""
UNKNOWN, HUNG_UP = "other", 499
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""What a caller says in place of a method may be anything, a label may not."""


@frozen
class Observed:
    """What it serves, and what counts the answers, labelled with their route, method and status."""

    web: WebApp
    requests: Counter
    _templates: Mapping[Shape, str] = field(init=False, repr=False)
    _known: dict[tuple[str, str, int], Counter] = field(factory=dict, init=False, repr=False)

    @_templates.default
    def _read(self) -> Mapping[Shape, str]:
        """The first route counts of those with one endpoint."""
        templates: dict[Shape, str] = {}
        for route in self.web.starlette.routes:
            if isinstance(route, Route):
                shape = id(route.endpoint), frozenset(route.param_convertors)
                templates.setdefault(shape, route.path)
            elif isinstance(route, Mount):
                templates.setdefault((id(route.app), frozenset()), f"{route.path}/*")
        return templates

    def close(self) -> None:
        """As WebApp's."""
        self.web.close()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._live(scope, receive, send)
            return
        request, answered = id_of(scope["headers"]), HUNG_UP
        token = REQUEST_ID.set(request.decode())

        async def answer(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, request)]
            await send(message)

        try:
            await self.web(scope, receive, answer)
        finally:
            REQUEST_ID.reset(token)
            self._count(scope, answered)

    async def _live(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let a server that begins and ends an application, as one with several workers does, close it."""
        if scope["type"] != "lifespan":
            await self.web(scope, receive, send)
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await run_sync(self.close)
        await send({"type": "lifespan.shutdown.complete"})

    def _count(self, scope: Message, status: int) -> None:
        key = self._route(scope), scope["method"], status
        counter = self._known.get(key)
        if counter is None:
            route, method, _ = key
            shown = method if method in _METHODS else UNKNOWN
            counter = self.requests.labels(route, shown, status)
            if shown == method:  # or somebody could have us remember whatever they say
                self._known[key] = counter
        counter.inc()

    def _route(self, scope: Message) -> str:
        if scope["path"] in self.web.doors:
            path: str = scope["path"]
            return path
        parameters: Mapping[str, Any] = scope.get("path_params", {})
        endpoint = id(scope.get("endpoint"))
        return (
            self._templates.get((endpoint, frozenset(parameters)))
            or self._templates.get((endpoint, frozenset()))
            or UNKNOWN
        )
