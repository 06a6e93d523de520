"""All pages for people who are signed in, over ready use cases."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.activity_pages import ActivityPages
from tt_integrations.entrypoints.http.card_buttons import CardButtons
from tt_integrations.entrypoints.http.card_pages import CardPages
from tt_integrations.entrypoints.http.plan_pages import PlanPages
from tt_integrations.entrypoints.web.desk import Desk
from tt_integrations.entrypoints.web.next_page import HOME
from tt_integrations.entrypoints.web.pages import Pages


def page_routes(application: Application, desk: Desk, pages: Pages) -> list[Route]:
    """`application.identity` says who is asking: with sessions, it must be the front door's."""

    async def front(_request: Request) -> Response:
        return RedirectResponse(f"{pages.root}{HOME}", 303)

    return [
        Route("/", front, methods=["GET"]),
        *ActivityPages(application, desk, pages).routes(),
        *PlanPages(application, desk, pages).routes(),
        *CardPages(application, desk, pages).routes(),
        *CardButtons(application, desk, pages).routes(),
    ]
