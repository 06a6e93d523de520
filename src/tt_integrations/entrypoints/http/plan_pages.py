"""The pages of what a sync would do, and of what taking a run back would do: looked at first, then done or left."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.runs import RunId, Trigger
from tt_integrations.domain.usecases.apply_preview import PlanMoved, PreviewToApply
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.foresee import Previewed
from tt_integrations.domain.usecases.preview_undo import NothingToUndo, RunToUndo
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.activity_pages import ACTIVITY
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.card_pages import NO_STORE, back
from tt_integrations.entrypoints.http.for_people import for_people
from tt_integrations.entrypoints.http.numbers import number_in
from tt_integrations.entrypoints.web.activity_views import ActivityViews
from tt_integrations.entrypoints.web.card_inputs import sentence
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.entrypoints.web.notes import Note
from tt_integrations.entrypoints.web.pages import Pages
from tt_integrations.entrypoints.web.plan_views import plan_lines

MOVED = Note("Something changed meanwhile, so nothing was done. This is the plan now.", good=False)


@frozen
class PlanPages:
    application: Application
    desk: Desk
    pages: Pages

    def routes(self) -> list[Route]:
        preview, undo = f"{HOME}/preview/{{connection}}", f"{ACTIVITY}/{{run}}/undo"
        return [
            Route(
                path, asked(self.application.identity, for_people(self.pages, does)), methods=[by]
            )
            for by, path, does in (
                ("GET", preview, self.preview),
                ("POST", preview, self.apply),
                ("GET", undo, self.preview_undo),
                ("POST", undo, self.undo),
            )
        ]

    def preview(self, asking: Asked) -> Response:
        connection = self._meant(asking)
        match self.application.preview_sync(connection.id):
            case Previewed() as previewed:
                return self._plan(asking, connection, previewed)
            case NotSynced(reason):
                return self._back_to_cards(asking, reason)
            case unknown:
                assert_never(unknown)

    def apply(self, asking: Asked) -> Response:
        """The plan of that `hash`; another one is shown, and nothing done."""
        connection = self._meant(asking)
        wanted = PreviewToApply(connection.id, str(asking.fields.get("hash", "")))
        match self.application.apply_preview(wanted):
            case Synced(run):
                return self._to_run(asking, run.id, "The plan was carried out.")
            case PlanMoved(previewed):
                return self._plan(asking, connection, previewed, MOVED)
            case NotSynced(reason):
                return self._back_to_cards(asking, reason)
            case unknown:
                assert_never(unknown)

    def preview_undo(self, asking: Asked) -> Response:
        wanted = _run(asking)
        match self.application.preview_undo(wanted):
            case NothingToUndo(reason):
                return self._undo_page(asking, wanted.run, reason=sentence(reason))
            case plan:
                views = ActivityViews(asking.person, self.application.providers)
                return self._undo_page(
                    asking, wanted.run, lines=plan_lines(views, plan, Trigger.UNDO)
                )

    def undo(self, asking: Asked) -> Response:
        wanted = _run(asking)
        match self.application.undo_run(wanted):
            case Undone(run):
                return self._to_run(asking, run.id, f"Run {wanted.run} was taken back.")
            case NothingToUndo(reason):
                return self._undo_page(asking, wanted.run, 409, reason=sentence(reason))
            case unknown:
                assert_never(unknown)

    def _meant(self, asking: Asked) -> Connection:
        number = ConnectionId(number_in(asking.path, "connection") or 0)
        return self.application.find(ConnectionNumbered(asking.person, number))

    def _plan(
        self,
        asking: Asked,
        connection: Connection,
        previewed: Previewed,
        note: Note | None = None,
    ) -> Response:
        views = ActivityViews(asking.person, self.application.providers)
        standing = self.desk.own.of(asking.person, [connection.id]).get(connection.id)
        return self.pages.render(
            "preview.html",
            409 if note else 200,
            asking=asking,
            here=HOME,
            of=views.name(standing),
            connection=connection.id,
            hash=previewed.hash,
            asks=previewed.needs_confirmation,
            lines=plan_lines(views, previewed.plan),
            note=note,
        )

    def _undo_page(self, asking: Asked, run: RunId, status: int = 200, **more: object) -> Response:
        """With `lines` of what would be done, or the `reason` why nothing is."""
        values: dict[str, object] = {"lines": None, "reason": "", **more}
        return self.pages.render(
            "undo.html", status, asking=asking, here=ACTIVITY, run=run, **values
        )

    def _to_run(self, asking: Asked, run: RunId, text: str) -> Response:
        answer = RedirectResponse(f"{self.pages.root}{ACTIVITY}/{run}", 303, NO_STORE)
        self.desk.notes.leave(answer, asking, Note(text))
        return answer

    def _back_to_cards(self, asking: Asked, reason: str) -> Response:
        answer = back(self.pages)
        self.desk.notes.leave(answer, asking, Note(sentence(reason), good=False))
        return answer


def _run(asking: Asked) -> RunToUndo:
    return RunToUndo(asking.person, RunId(number_in(asking.path, "run") or 0))
