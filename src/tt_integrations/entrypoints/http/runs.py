"""What was done by itself, for programs and pages: runs, newest first, each opening into its decisions."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Decided, Numbered, Run, RunId, RunResult, RunsWanted
from tt_integrations.domain.usecases.show_runs import RunOf, RunsOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.numbers import number_in


@frozen
class RunsApi:
    application: Application

    def routes(self) -> list[Route]:
        identity = self.application.identity
        return [
            Route("/api/integrations/runs", asked(identity, self.runs), methods=["GET"]),
            Route("/api/integrations/runs/{run}", asked(identity, self.run), methods=["GET"]),
        ]

    def runs(self, asking: Asked) -> Response:
        """`?connection=`, `?result=` filter; `?before=` a run's number goes on after it."""
        connection = number_in(asking.query, "connection")
        before = number_in(asking.query, "before")
        wanted = RunsWanted(
            connection=ConnectionId(connection) if connection else None,
            result=_result(asking.query),
            before=RunId(before) if before else None,
        )
        runs = self.application.list_runs(RunsOf(asking.person, wanted))
        return JSONResponse({"ok": True, "runs": [run_body(run) for run in runs]})

    def run(self, asking: Asked) -> Response:
        """`?search=` looks for items and titles; `?after=` a decision's number goes on after it."""
        wanted = RunOf(
            asking.person,
            RunId(number_in(asking.path, "run") or 0),
            number_in(asking.query, "after") or 0,
            asking.query.get("search", ""),
        )
        shown = self.application.show_run(wanted)
        decisions = [decision_body(each) for each in shown.decisions]
        body = {**run_body(shown.run), "provider": shown.connection.provider}
        return JSONResponse({"ok": True, "run": body, "decisions": decisions})


def run_body(run: Run) -> dict[str, object]:
    """Moments are ISO 8601 in UTC; `counts` by action."""
    return {
        "id": run.id,
        "connection": run.connection,
        "trigger": run.trigger,
        "cause": run.cause,
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "result": run.result,
        "trouble": run.trouble,
        "counts": {str(action): count for action, count in run.counts.items()},
        "undone": run.undone,
    }


def decision_body(numbered: Numbered) -> dict[str, object]:
    decided: Decided = numbered.decided
    return {
        "number": numbered.number,
        "item": decided.item,
        "title": decided.title,
        "action": decided.action,
        "reason": decided.reason,
        "sentence": decided.sentence,
        "fields": list(decided.fields),
        "kept": list(decided.kept),
        "ours": decided.ours,
    }


def _result(query: Mapping[str, str]) -> RunResult | None:
    text = query.get("result")
    if not text:
        return None
    try:
        return RunResult(text)
    except ValueError:
        allowed = ", ".join(RunResult)
        raise MalformedPayload("result", f"expected one of {allowed}") from None
