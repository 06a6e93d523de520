"""The reference system's small API: how a person's connection stands, and whether it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from anyio.to_thread import run_sync
from attrs import frozen
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.errors import body_of, status_of

TROUBLE = {
    Trouble.SECRET_MISSING: "No signing secret is stored.",
    Trouble.SECRET_UNREADABLE: "The stored secret cannot be opened; please enter it again.",
    Trouble.NOBODY_LINKED: "No user of the provider is linked to you.",
}


@frozen
class Api:
    application: Application
    public_address: str

    def routes(self) -> list[Route]:
        return [
            Route("/api/integrations/{provider}/status", self.status, methods=["GET"]),
            Route("/api/integrations/{provider}/test", self.test, methods=["POST"]),
        ]

    async def status(self, request: Request) -> Response:
        return await run_sync(self._asked, request, self._status)

    async def test(self, request: Request) -> Response:
        return await run_sync(self._asked, request, self._test)

    def _asked(self, request: Request, answer: Callable[[Person, str], Response]) -> Response:
        """Everything that is no signed webhook asks who is asking first."""
        person = self.application.identity.who(Asking(dict(request.headers)))
        if person is None:
            return JSONResponse(
                {"ok": False, "error": "Please sign in", "code": "unauthenticated"},
                401,
                {"www-authenticate": "Bearer"},
            )
        try:
            return answer(person, request.path_params["provider"])
        except IntegrationError as error:
            return JSONResponse(body_of(error), status_of(error))

    def _status(self, person: Person, name: str) -> Response:
        provider = self.application.provider(name)
        connection = self.application.show(ConnectionOf(person.id, provider.key))
        if connection is None:
            return JSONResponse({"ok": True, "connected": False})
        keyless = f"{self.public_address}/api/integrations/{name}/{provider.door}"
        keyed = f"{self.public_address}/webhooks/{name}/{connection.key}"
        return JSONResponse(
            {
                "ok": True,
                "connected": connection.state.works,
                "state": connection.state,
                **provider.describe(connection.settings),
                f"{provider.door}_url": keyless,
                "webhook_url": keyed if connection.key else keyless,
            }
        )

    def _test(self, person: Person, name: str) -> Response:
        provider = self.application.provider(name)
        match self.application.check(ConnectionOf(person.id, provider.key)):
            case Working():
                return JSONResponse({"ok": True, "error": None, "message": "The connection works."})
            case Broken(_, trouble):
                sentence = TROUBLE[trouble]
                return JSONResponse({"ok": False, "error": trouble.value, "message": sentence})
            case NotConfigured():
                sentence = "Integration not configured"
                return JSONResponse({"ok": False, "error": sentence, "message": sentence}, 404)
            case unknown:
                assert_never(unknown)
