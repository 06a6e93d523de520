"""The reference system's small API: how a person's connection stands, its settings, and whether it works."""

from __future__ import annotations

import time
from typing import assert_never

from attrs import frozen
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import NotConnected, ProviderUnavailable
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.runs import CHANGING, Action, Run, RunResult
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    Failing,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.numbers import number_in

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
                ("POST", "sync", self.sync),
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
                **_last_sync(self.application.show.last_sync(connection)),
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

    def sync(self, asking: Asked) -> Response:
        """Bring one's own connection up to date; whoever sees all may name another one by `?connection=`."""
        match self.application.sync(SyncWanted(self._meant(asking).id, "asked for")):
            case Synced(run):
                return JSONResponse(_synced(run))
            case NotSynced(reason):
                return _failed("not_synced", reason, 409)
            case unknown:
                assert_never(unknown)

    def _meant(self, asking: Asked) -> Connection:
        provider = self.application.provider(asking.provider)
        named = number_in(asking.query, "connection")
        if named is None:
            own = self.application.show(ConnectionOf(asking.person.id, provider.key))
        else:
            number = ConnectionId(named)
            own = self.application.find(ConnectionNumbered(asking.person, number))
        if own is None or own.provider != provider.key:
            raise NotConnected("there is no such connection")
        return own

    def _checked(self, whose: ConnectionOf) -> CheckOutcome:
        """A channel takes one message a second, and somebody else's may just have been there."""
        outcome = self.application.check(whose)
        match outcome:
            case Failing(error=ProviderUnavailable(retry_after=float(seconds))) if seconds <= SOON:
                time.sleep(seconds)
                return self.application.check(whose)
            case _:
                return outcome


def _last_sync(run: Run | None) -> dict[str, object]:
    ended = run.ended if run else None
    return {
        "last_sync_at": ended.isoformat() if ended else None,
        "last_sync_result": run.result if run else None,
    }


def _synced(run: Run) -> dict[str, object]:
    """As the reference system says it; `run` is where each item has its reason."""
    failed = run.count(Action.FAILED)
    errors = [run.trouble] if run.trouble else []
    errors += [f"{failed} items are in trouble"] if failed else []
    return {
        "ok": run.result in (RunResult.DONE, RunResult.PARTIAL),
        "synced": run.count(*CHANGING),
        "skipped": run.count(Action.UNCHANGED, Action.KEPT, Action.IGNORED),
        "errors": errors,
        "run": run.id,
    }


def _failed(error: str, message: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": error, "message": message}, status)
