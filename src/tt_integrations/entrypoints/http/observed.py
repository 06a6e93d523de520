"""The service as seen from outside: each request has an id, in the log and in the answer, and is counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anyio.to_thread import run_sync
from attrs import field, frozen
from prometheus_client import Counter
from starlette.routing import Mount, Route

from tt_integrations.entrypoints.http.webhooks import (
    REQUEST,
    STATUS,
    Message,
    Receive,
    Send,
    Webhook,
)
from tt_integrations.entrypoints.observing.request_ids import HEADER, REQUEST_ID, RequestIds

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
    _doors: Mapping[str, Webhook] = field(init=False, repr=False)
    _templates: Mapping[Shape, str] = field(init=False, repr=False)
    _known: dict[tuple[str, str, int], Counter] = field(factory=dict, init=False, repr=False)
    """The counters of paths that are a route as they stand: to look one up takes longer than to count."""
    _ids: RequestIds = field(factory=RequestIds, init=False, repr=False)

    @_doors.default
    def _keyless(self) -> Mapping[str, Webhook]:
        return self.web.doors

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
        request = self._ids.of(scope["headers"])
        token = REQUEST_ID.set(request)
        scope[STATUS], path = HUNG_UP, scope["path"]
        try:
            if path in self._doors and scope["method"] == "POST":
                scope[REQUEST] = (
                    request  # it says itself what it answered: to listen would take longer
                )
                await self._doors[path](scope, receive, send)
            else:
                await self.web(scope, receive, self._listening(scope, request, send))
        finally:
            REQUEST_ID.reset(token)
            known = self._known.get((path, scope["method"], scope[STATUS]))
            (known or self._counter(scope)).inc()

    def _listening(self, scope: Message, request: bytes, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope[STATUS] = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, request)]
            await send(message)

        return answer

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

    def _counter(self, scope: Message) -> Counter:
        method, path, status = scope["method"], scope["path"], scope[STATUS]
        route, shown = self._route(scope), method if method in _METHODS else UNKNOWN
        counter = self.requests.labels(route, shown, status)
        as_it_stands = (route, shown) == (path, method)
        if as_it_stands:  # or somebody could have us remember whatever they say
            self._known[path, method, status] = counter
        return counter

    def _route(self, scope: Message) -> str:
        if scope["path"] in self._doors:
            path: str = scope["path"]
            return path
        parameters: Mapping[str, Any] = scope.get("path_params", {})
        endpoint = id(scope.get("endpoint"))
        return (
            self._templates.get((endpoint, frozenset(parameters)))
            or self._templates.get((endpoint, frozenset()))
            or UNKNOWN
        )
