"""The reference system's small API: how a person's connection stands, its settings, and whether it works."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from starlette.responses import Response

from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    InvalidSettings,
    MalformedPayload,
    NotConnected,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.runs import CHANGING, Action, Run, RunResult
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards
from tt_integrations.entrypoints.http.asking import Asked
from tt_integrations.entrypoints.http.calendar_syncs import QUERIES, CalendarSyncs
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.http.operations import Operation, Query
from tt_integrations.entrypoints.http.settings_schema import settings_schema, syncs
from tt_integrations.entrypoints.http.shapes import answered
from tt_integrations.entrypoints.http.shapes.cards import (
    SettingsSaved,
    Status,
    SyncDone,
    Tried,
    Unconnected,
)
from tt_integrations.entrypoints.http.shapes.plans import (
    CalendarSyncDone,
    PlanHasMoved,
    PlanShown,
)
from tt_integrations.entrypoints.http.syncing_now import synced_now
from tt_integrations.entrypoints.http.trying import try_out

ON_THE_WAY = (
    ProviderUnavailable,
    OutcomeUnknown,
    ProviderRefused,
    PermissionMissing,
    CallRejected,
    SecretUnreadable,
)
"""What may go wrong where a provider is called."""


@frozen
class Api:
    application: Application
    public_address: str

    def operations(self) -> list[Operation]:
        own = "/api/integrations/{provider}"
        return [
            Operation("GET", f"{own}/status", self.status, "How it stands", Status | Unconnected),
            Operation(
                "POST",
                f"{own}/config",
                self.config,
                "Save settings; only those that are given change",
                SettingsSaved,
                errors=(MalformedPayload, InvalidSettings, Conflict, *ON_THE_WAY),
                takes=settings_schema,
            ),
            Operation(
                "POST",
                f"{own}/test",
                self.test,
                "Try one's connection out; in a chat, a test message is posted",
                Tried,
                errors=(MalformedPayload, *ON_THE_WAY),
                others={404: Tried},
            ),
            Operation(
                "POST",
                f"{own}/sync",
                self.sync,
                "Bring one's connection up to date",
                SyncDone | CalendarSyncDone | PlanShown,
                queries=(
                    Query("connection", int, "Another one's, for whoever sees all."),
                    *QUERIES,
                ),
                errors=(MalformedPayload, NotConnected, *ON_THE_WAY),
                others={409: Tried | PlanHasMoved},
                where=syncs,
            ),
        ]

    def status(self, asking: Asked) -> Response:
        provider = self.application.provider(asking.provider)
        connection = self.application.show(ConnectionOf(asking.person.id, provider.key))
        if connection is None:
            return answered(Unconnected())
        keyless = f"{self.public_address}/api/integrations/{provider.name}/{provider.door}"
        keyed = f"{self.public_address}/webhooks/{provider.name}/{connection.key}"
        run = self.application.show.last_sync(connection)
        works = connection.state.works
        return answered(
            Status(
                connected=works,
                is_active=works,
                state=connection.state,
                reason=connection.reason,
                webhook_url=keyed if connection.key else keyless,
                last_sync_at=run.ended if run else None,
                last_sync_result=run.result if run else None,
                settings={
                    **provider.describe(connection.settings),
                    f"{provider.door}_url": keyless,
                },
            )
        )

    def config(self, asking: Asked) -> Response:
        cards = Cards(self.application, asking.person.id, self.public_address)
        saved = cards.save(asking.provider, asking.fields)
        fresh = {}
        if saved.fresh_secret is not None:  # to be taken to the provider; never told again
            dialect = self.application.provider(asking.provider).dialect
            fresh = {dialect.signing_secret: saved.fresh_secret}
        return answered(SettingsSaved(saved.connection.state.works, saved.checked, fresh))

    def test(self, asking: Asked) -> Response:
        provider = self.application.provider(asking.provider)
        got = try_out(self.application, ConnectionOf(asking.person.id, provider.key))
        if got.code is None:
            return answered(Tried(ok=True, error=None, message=got.sentence))
        return _failed(got.code, got.sentence, 404 if got.is_missing else 200)

    def sync(self, asking: Asked) -> Response:
        """Bring one's own connection up to date; whoever sees all may name another one by `?connection=`."""
        meant = self._meant(asking)
        if self.application.provider(asking.provider).calendar_settings is not None:
            return CalendarSyncs(self.application)(meant, asking.query)
        match synced_now(self.application, meant.id):
            case Synced(run):
                return answered(_synced(run))
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


def _synced(run: Run) -> SyncDone:
    """As the reference system says it; `run` is where each item has its reason."""
    failed = run.count(Action.FAILED)
    errors = [run.trouble] if run.trouble else []
    errors += [f"{failed} items are in trouble"] if failed else []
    return SyncDone(
        ok=run.result in (RunResult.DONE, RunResult.PARTIAL),
        synced=run.count(*CHANGING),
        skipped=run.count(Action.UNCHANGED, Action.KEPT, Action.IGNORED),
        errors=errors,
        run=run.id,
    )


def _failed(error: str, message: str, status: int = 200) -> Response:
    return answered(Tried(ok=False, error=error, message=message), status)
