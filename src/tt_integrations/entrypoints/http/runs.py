"""What was done by itself, for programs and pages: runs, newest first, each opening into its decisions."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from starlette.responses import Response

from tt_integrations.domain.errors import MalformedPayload, NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import RunId, RunResult, RunsWanted
from tt_integrations.domain.usecases.show_runs import RunOf, RunsOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.asking import Asked
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.http.operations import Operation, Query
from tt_integrations.entrypoints.http.shapes import answered
from tt_integrations.entrypoints.http.shapes.runs import (
    RunOpened,
    RunsListed,
    decision_shape,
    run_shape,
)

RUNS = "/api/integrations/runs"


@frozen
class RunsApi:
    application: Application

    def operations(self) -> list[Operation]:
        return [
            Operation(
                "GET",
                RUNS,
                self.runs,
                "What was done by itself, newest first",
                RunsListed,
                "Of one's own connections; of everybody's for whoever sees all.",
                queries=(
                    Query("connection", int, "Only of the connection of that number."),
                    Query("result", RunResult, "Only those that ended so."),
                    Query("before", int, "Goes on after the run of that number."),
                ),
                errors=(MalformedPayload,),
            ),
            Operation(
                "GET",
                f"{RUNS}/{{run}}",
                self.run,
                "A run and its decisions",
                RunOpened,
                queries=(
                    Query("search", str, "Only items and titles that contain it."),
                    Query("after", int, "Goes on after the decision of that number."),
                ),
                errors=(MalformedPayload, NotConnected),
            ),
        ]

    def runs(self, asking: Asked) -> Response:
        connection = number_in(asking.query, "connection")
        before = number_in(asking.query, "before")
        wanted = RunsWanted(
            connection=ConnectionId(connection) if connection else None,
            result=_result(asking.query),
            before=RunId(before) if before else None,
        )
        runs = self.application.list_runs(RunsOf(asking.person, wanted))
        return answered(RunsListed([run_shape(run) for run in runs]))

    def run(self, asking: Asked) -> Response:
        wanted = RunOf(
            asking.person,
            RunId(number_in(asking.path, "run") or 0),
            number_in(asking.query, "after") or 0,
            asking.query.get("search", ""),
        )
        shown = self.application.show_run(wanted)
        run = run_shape(shown.run, shown.connection.provider)
        return answered(RunOpened(run, [decision_shape(each) for each in shown.decisions]))


def _result(query: Mapping[str, str]) -> RunResult | None:
    text = query.get("result")
    if not text:
        return None
    try:
        return RunResult(text)
    except ValueError:
        allowed = ", ".join(RunResult)
        raise MalformedPayload("result", f"expected one of {allowed}") from None
