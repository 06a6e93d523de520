"""The pages of what was done by itself: runs, what was decided in them and why, and deliveries that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from attrs import frozen
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Run, RunId, RunResult, RunsWanted
from tt_integrations.domain.usecases.replay_delivery import DeliveryNumbered
from tt_integrations.domain.usecases.search_decisions import DecisionsSought
from tt_integrations.domain.usecases.show_runs import RunOf, RunsOf
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.card_pages import NO_STORE
from tt_integrations.entrypoints.http.for_people import for_people
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.web.activity_views import ActivityViews, DecisionLine, RunLine
from tt_integrations.entrypoints.web.chart import SERIES, chart_of
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.entrypoints.web.pages import Pages
from tt_integrations.entrypoints.web.standing import RESULTS
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.runs import SOME_RUNS

ACTIVITY = f"{HOME}/activity"
REPLAYED = "The delivery will be carried out once more, in a moment."
WAITING = "That is under way already."


@frozen
class ActivityPages:
    application: Application
    desk: Desk
    pages: Pages

    def routes(self) -> list[Route]:
        replay = f"{HOME}/deliveries/{{delivery}}/replay"
        return [
            Route(
                path, asked(self.application.identity, for_people(self.pages, does)), methods=[by]
            )
            for by, path, does in (
                ("GET", ACTIVITY, self.runs),
                ("GET", f"{ACTIVITY}/{{run}}", self.run),
                ("POST", replay, self.replay),
            )
        ]

    def runs(self, asking: Asked) -> Response:
        """`?connection=` and `?result=` filter, `?before=` a run's number goes on after it; `?search=` looks for items
        in all of them instead."""
        views = self._views(asking)
        search = asking.query.get("search", "").strip()
        wanted = _wanted(asking.query)
        found = self._found(asking, views, search) if search else []
        runs = [] if search else self.application.list_runs(RunsOf(asking.person, wanted))
        first = not search and wanted.before is None
        answer = self.pages.render(
            "activity.html",
            asking=asking,
            here=ACTIVITY,
            search=search,
            found=found,
            runs=self._lines(asking, views, runs),
            older=_older(asking.query, runs),
            first=wanted.before is None,
            connections=views.choices(self.desk.own(asking.person), wanted.connection),
            results=[(each.value, RESULTS[each].word, each is wanted.result) for each in RunResult],
            chart=chart_of(self.desk.days(asking.person)) if first else None,
            series=SERIES,
            failed=[views.failed(each) for each in self.desk.failed(asking.person)],
            note=self.desk.notes.found(asking),
        )
        self.desk.notes.drop(answer, asking)
        return answer

    def run(self, asking: Asked) -> Response:
        """`?search=` looks for items in it; `?after=` a decision's number goes on after it."""
        views = self._views(asking)
        search = asking.query.get("search", "").strip()
        after = number_in(asking.query, "after") or 0
        number = RunId(number_in(asking.path, "run") or 0)
        shown = self.application.show_run(RunOf(asking.person, number, after, search))
        standing = self.desk.own.of(asking.person, [shown.connection.id])[shown.connection.id]
        last = shown.decisions[-1].number if len(shown.decisions) == MANY else None
        answer = self.pages.render(
            "run.html",
            asking=asking,
            here=ACTIVITY,
            run=views.run(shown.run, standing),
            decisions=[views.decision(each, shown.run.trigger) for each in shown.decisions],
            search=search,
            more=urlencode({"search": search, "after": last}) if last else "",
            note=self.desk.notes.found(asking),
            may_undo=self.desk.may_undo(shown),
        )
        self.desk.notes.drop(answer, asking)
        return answer

    def replay(self, asking: Asked) -> Response:
        number = number_in(asking.path, "delivery") or 0
        stored = self.desk.replay(DeliveryNumbered(asking.person, number))
        answer = RedirectResponse(f"{self.pages.root}{ACTIVITY}", 303, NO_STORE)
        self.desk.notes.leave(answer, asking, Note(REPLAYED if stored else WAITING))
        return answer

    def _views(self, asking: Asked) -> ActivityViews:
        return ActivityViews(asking.person, self.application.providers)

    def _lines(self, asking: Asked, views: ActivityViews, runs: Sequence[Run]) -> list[RunLine]:
        known = self.desk.own.of(asking.person, {run.connection for run in runs})
        return [views.run(run, known.get(run.connection)) for run in runs]

    def _found(self, asking: Asked, views: ActivityViews, text: str) -> list[DecisionLine]:
        found = self.desk.search(DecisionsSought(asking.person, text))
        known = self.desk.own.of(asking.person, {each.run.connection for each in found})
        return [views.found(each, known.get(each.run.connection)) for each in found]


def _wanted(query: Mapping[str, str]) -> RunsWanted:
    connection, before = number_in(query, "connection"), number_in(query, "before")
    return RunsWanted(
        connection=ConnectionId(connection) if connection else None,
        result=_result(query),
        before=RunId(before) if before else None,
    )


def _result(query: Mapping[str, str]) -> RunResult | None:
    text = query.get("result")
    if text and text not in list(RunResult):
        raise MalformedPayload("result", "there is no such result")
    return RunResult(text) if text else None


def _older(query: Mapping[str, str], runs: Sequence[Run]) -> str:
    """The query that goes on, "" where nothing does."""
    if len(runs) < SOME_RUNS:
        return ""
    kept = {name: query[name] for name in ("connection", "result") if query.get(name)}
    return urlencode({**kept, "before": runs[-1].id})
