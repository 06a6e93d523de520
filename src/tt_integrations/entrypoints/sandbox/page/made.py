"""The sandbox's page, put together for the service to serve among its own."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from starlette.routing import Route

from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.more_pages import MorePages
from tt_integrations.entrypoints.sandbox.beside import Beside
from tt_integrations.entrypoints.sandbox.folder import SandboxSecrets
from tt_integrations.entrypoints.sandbox.page.breaking import Breaking
from tt_integrations.entrypoints.sandbox.page.calendar import Calendar
from tt_integrations.entrypoints.sandbox.page.chat import Chat
from tt_integrations.entrypoints.sandbox.page.joining import Joining
from tt_integrations.entrypoints.sandbox.page.playground import Playground
from tt_integrations.entrypoints.sandbox.page.repository import Repository
from tt_integrations.entrypoints.sandbox.page.routes import SANDBOX, SandboxPage
from tt_integrations.entrypoints.sandbox.page.timesheet import Timesheet
from tt_integrations.entrypoints.sandbox.seed import people
from tt_integrations.entrypoints.web.desk import Desk


def sandbox_pages(fakes: Beside, engine: sa.Engine, secrets: SandboxSecrets) -> MorePages:
    """Over the database of a sandbox that is ready: its people are in it."""

    def routes(application: Application, desk: Desk, door: FrontDoor) -> Sequence[Route]:
        breaking, clock = Breaking(fakes, secrets.github_token), fakes.slack.clock
        playground = Playground(
            chat=Chat(fakes.slack),
            repository=Repository(fakes.github),
            calendar=Calendar(fakes.google),
            breaking=breaking,
            joining=Joining(
                application=application,
                desk=desk,
                breaking=breaking,
                people=people(engine),
                public_address=door.pages.public_address,
                signing_secret=secrets.signing_secret,
            ),
            clock=clock,
        )
        timesheet = Timesheet(engine, clock)
        page = SandboxPage(
            application.identity, playground, timesheet, desk, door, secrets.passwords
        )
        return page.routes()

    return MorePages(links=((SANDBOX, "Sandbox"),), routes=routes)
