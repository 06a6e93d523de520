"""The reference system's small API: how a person's connection stands, its settings, and whether it works."""

from __future__ import annotations

import time
from typing import assert_never

from attrs import frozen
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    Failing,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards
from tt_integrations.entrypoints.http.asking import Asked, asked

TROUBLE = {
    Trouble.SECRET_MISSING: "No signing secret is stored.",
    Trouble.SECRET_UNREADABLE: "The stored secret cannot be opened; please enter it again.",
    Trouble.NOBODY_LINKED: "No user of the provider is linked to you.",
    Trouble.TOKEN_MISSING: "No token is stored: commands work, but nothing can be posted.",
}

SOON = 2.0
"""Seconds that somebody who presses a button may be kept waiting."""


@frozen
class Api:
    application: Application
    public_address: str

    def routes(self) -> list[Route]:
        identity = self.application.identity
        return [
            Route(f"/api/integrations/{{provider}}/{name}", asked(identity, does), methods=[method])
            for method, name, does in (
                ("GET", "status", self.status),
                ("POST", "config", self.config),
                ("POST", "test", self.test),
            )
        ]

    def status(self, asking: Asked) -> Response:
        provider = self.application.provider(asking.provider)
        connection = self.application.show(ConnectionOf(asking.person.id, provider.key))
        if connection is None:
            return JSONResponse({"ok": True, "connected": False})
        keyless = f"{self.public_address}/api/integrations/{provider.name}/{provider.door}"
        keyed = f"{self.public_address}/webhooks/{provider.name}/{connection.key}"
        return JSONResponse(
            {
                "ok": True,
                "connected": connection.state.works,
                "state": connection.state,
                "reason": connection.reason,
                **provider.describe(connection.settings),
                f"{provider.door}_url": keyless,
                "webhook_url": keyed if connection.key else keyless,
            }
        )

    def config(self, asking: Asked) -> Response:
        cards = Cards(self.application, asking.person.id, self.public_address)
        saved = cards.save(asking.provider, asking.fields)
        works = saved.connection.state.works
        body: dict[str, object] = {"ok": True, "is_active": works, "checked": saved.checked}
        if saved.fresh_secret is not None:  # to be taken to the provider; never told again
            dialect = self.application.provider(asking.provider).dialect
            body[dialect.signing_secret] = saved.fresh_secret
        return JSONResponse(body)

    def test(self, asking: Asked) -> Response:
        provider = self.application.provider(asking.provider)
        match self._checked(ConnectionOf(asking.person.id, provider.key)):
            case Working(_, sentence):
                message = (
                    sentence
                    or "The connection is complete. Nothing was posted: no token is stored."
                )
                return JSONResponse({"ok": True, "error": None, "message": message})
            case Broken(_, trouble):
                return _failed(trouble.value, TROUBLE[trouble])
            case Failing(_, error):
                return _failed(error.code, str(error))
            case NotConfigured():
                return _failed("Integration not configured", "Integration not configured", 404)
            case unknown:
                assert_never(unknown)

    def _checked(self, whose: ConnectionOf) -> CheckOutcome:
        """A channel takes one message a second, and somebody else's may just have been there."""
        outcome = self.application.check(whose)
        match outcome:
            case Failing(error=ProviderUnavailable(retry_after=float(seconds))) if seconds <= SOON:
                time.sleep(seconds)
                return self.application.check(whose)
            case _:
                return outcome


def _failed(error: str, message: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": error, "message": message}, status)
