"""A run is taken back, for programs."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from starlette.responses import Response

from tt_integrations.domain.errors import Conflict, MalformedPayload, NotConnected
from tt_integrations.domain.model.runs import RunId
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.usecases.preview_undo import NothingToUndo, RunToUndo
from tt_integrations.domain.usecases.show_runs import RunOf
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.api import ON_THE_WAY
from tt_integrations.entrypoints.http.asking import Asked
from tt_integrations.entrypoints.http.calendar_syncs import PREVIEW, is_asked_for
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.http.operations import Operation, Query
from tt_integrations.entrypoints.http.refusals import refused
from tt_integrations.entrypoints.http.runs import RUNS
from tt_integrations.entrypoints.http.shapes import answered
from tt_integrations.entrypoints.http.shapes.plans import (
    RunTakenBack,
    UndoShown,
    planned_shapes,
)
from tt_integrations.entrypoints.http.shapes.runs import decision_shape, run_shape

NOTHING_TO_UNDO = "nothing_to_undo"


@frozen
class UndoApi:
    application: Application

    def operations(self) -> list[Operation]:
        return [
            Operation(
                "POST",
                f"{RUNS}/{{run}}/undo",
                self.undo,
                "Take a run back, but for what somebody changed since",
                RunTakenBack | UndoShown,
                "Of calendars. 409 where there is nothing to take back, or it was taken back before.",
                queries=(Query(PREVIEW, bool, "Say what would be done, and change nothing."),),
                errors=(MalformedPayload, NotConnected, Conflict, *ON_THE_WAY),
            )
        ]

    def undo(self, asking: Asked) -> Response:
        run = RunToUndo(asking.person, RunId(number_in(asking.path, "run") or 0))
        if is_asked_for(asking.query, PREVIEW):
            return self._told(self.application.preview_undo(run))
        return self._told(self.application.undo_run(run))

    def _told(self, outcome: Plan | Undone | NothingToUndo) -> Response:
        match outcome:
            case Plan() as plan:
                return answered(UndoShown(planned_shapes(plan.decisions)))
            case Undone(run):
                shown = self.application.show_run(RunOf(None, run.id))
                decisions = [decision_shape(each) for each in shown.decisions]
                return answered(RunTakenBack(run_shape(run), decisions))
            case NothingToUndo(reason):
                return refused(RUNS, 409, NOTHING_TO_UNDO, reason)
            case unknown:
                assert_never(unknown)
