"""A sync of calendars for programs: at once, or first as a plan and then that very plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import assert_never

from attrs import frozen
from starlette.responses import Response

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.plan_images import is_of_event
from tt_integrations.domain.model.runs import CHANGING, Action, Decided, Run, RunResult
from tt_integrations.domain.usecases.apply_preview import PlanMoved, PreviewToApply
from tt_integrations.domain.usecases.foresee import Previewed
from tt_integrations.domain.usecases.show_runs import RunOf
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.operations import Query
from tt_integrations.entrypoints.http.shapes import answered
from tt_integrations.entrypoints.http.shapes.cards import Tried
from tt_integrations.entrypoints.http.shapes.plans import (
    CalendarSyncDone,
    PlanHasMoved,
    PlanShown,
    planned_shapes,
)
from tt_integrations.entrypoints.http.syncing_now import synced_now

PREVIEW, APPLY = "preview", "apply"
QUERIES = (
    Query(PREVIEW, bool, "Of calendars: say what would be done, and change nothing."),
    Query(
        APPLY, str, "Of calendars: the hash of a preview, whose plan is carried out if it stands."
    ),
)
NO = ("", "0", "false", "no")


def is_asked_for(query: Mapping[str, str], name: str) -> bool:
    return query.get(name, "").lower() not in NO


@frozen
class CalendarSyncs:
    application: Application

    def __call__(self, connection: Connection, query: Mapping[str, str]) -> Response:
        if is_asked_for(query, PREVIEW):
            return self._previewed(connection)
        if APPLY in query:
            return self._applied(connection, query[APPLY])
        return self._told(connection, synced_now(self.application, connection.id))

    def _previewed(self, connection: Connection) -> Response:
        match self.application.preview_sync(connection.id):
            case Previewed(plan, hash_, needs_confirmation=asks):
                return answered(PlanShown(hash_, asks, planned_shapes(plan.decisions)))
            case NotSynced() as not_synced:
                return self._told(connection, not_synced)
            case unknown:
                assert_never(unknown)

    def _applied(self, connection: Connection, hash_: str) -> Response:
        match self.application.apply_preview(PreviewToApply(connection.id, hash_)):
            case PlanMoved(Previewed(plan, now, needs_confirmation=asks)):
                return answered(PlanHasMoved(now, asks, planned_shapes(plan.decisions)), 409)
            case outcome:
                return self._told(connection, outcome)

    def _told(self, connection: Connection, outcome: Synced | NotSynced) -> Response:
        match outcome:
            case Synced(run):
                return answered(self._done(connection, run))
            case NotSynced(reason):
                return answered(Tried(ok=False, error="not_synced", message=reason), 409)
            case unknown:
                assert_never(unknown)

    def _done(self, connection: Connection, run: Run) -> CalendarSyncDone:
        failed = run.count(Action.FAILED)
        errors = [run.trouble] if run.trouble else []
        errors += [f"{failed} items are in trouble"] if failed else []
        exported = self._exported(connection, run)
        return CalendarSyncDone(
            ok=run.result in (RunResult.DONE, RunResult.PARTIAL),
            imported=run.count(Action.CREATED) - exported[Action.CREATED],
            updated=run.count(Action.UPDATED, Action.MOVED)
            - exported[Action.UPDATED]
            - exported[Action.MOVED],
            removed=run.count(Action.REMOVED) - exported[Action.REMOVED],
            exported=exported.total(),
            skipped=run.count(Action.UNCHANGED, Action.KEPT, Action.IGNORED),
            errors=errors,
            run=run.id,
        )

    def _exported(self, connection: Connection, run: Run) -> Counter[Action]:
        """How many events were changed, by action. A run counts entries and events together."""
        counted: Counter[Action] = Counter()
        if not run.count(*CHANGING) or not self._exports(connection):
            return counted
        after = 0
        while page := self.application.show_run(RunOf(None, run.id, after)).decisions:
            counted.update(each.decided.action for each in page if _is_of_event(each.decided))
            after = page[-1].number
        return counted

    def _exports(self, connection: Connection) -> bool:
        known = (p for p in self.application.providers.values() if p.key == connection.provider)
        return any(
            p.calendar_settings.rules(connection.settings).direction.exports
            for p in known
            if p.calendar_settings
        )


def _is_of_event(decided: Decided) -> bool:
    image = decided.after or decided.before
    return decided.action in CHANGING and image is not None and is_of_event(image)
