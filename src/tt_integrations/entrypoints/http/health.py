"""What those who run the service ask it: whether it can work, and what it counted."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Mapping

from anyio.to_thread import run_sync
from attrs import field, frozen
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tt_integrations.entrypoints.observing.outbox import Outbox
from tt_integrations.entrypoints.observing.readiness import Readiness

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""Set where several processes count together: the folder of their counts."""
Answering = Callable[[Request], Response]


@frozen
class Health:
    """`/readyz` is open to anybody: it tells codes alone. `/metrics` is for whoever has `token`; there is none
    without one, since behind a proxy on the same machine every caller looks like a local one."""

    readiness: Readiness
    counted: CollectorRegistry
    outbox: Outbox
    token: str = field(repr=False)

    def routes(self) -> list[Route]:
        routes = [Route("/readyz", _in_a_thread(self.ready), methods=["GET"])]
        if self.token:
            routes.append(Route("/metrics", _in_a_thread(self.metrics), methods=["GET"]))
        return routes

    def ready(self, _request: Request) -> Response:
        checks = self.readiness.look()
        wrong = [code for code in checks.values() if code != "ok"]
        body: dict[str, object] = {"ok": not wrong, "checks": checks}
        if wrong:
            body |= {"error": "Not ready", "code": wrong[0]}
        return JSONResponse(body, 503 if wrong else 200, {"cache-control": "no-store"})

    def metrics(self, request: Request) -> Response:
        """In Prometheus' text format 0.0.4, which everybody reads."""
        if not self._may_read(request.headers):
            body = {"ok": False, "error": "Please show the token", "code": "unauthenticated"}
            return JSONResponse(body, 401, {"www-authenticate": "Bearer"})
        waiting = CollectorRegistry()
        waiting.register(self.outbox)
        text = generate_latest(self._all()) + generate_latest(waiting)
        return Response(text, headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4})

    def _all(self) -> CollectorRegistry:
        """What all workers counted, whichever of them is asked."""
        if SHARED not in os.environ:
            return self.counted
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together

    def _may_read(self, headers: Mapping[str, str]) -> bool:
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(shown.strip().encode(), self.token.encode())
        return right and scheme.lower() == "bearer"


def _in_a_thread(answer: Answering) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        return await run_sync(answer, request)

    return endpoint
