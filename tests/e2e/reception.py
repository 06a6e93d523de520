"""The real service with its pages and jobs, beside served fakes, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from attrs import evolve, frozen

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.server import listen, served
from tt_integrations.adapters.providers import Provider
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.host_tables import projects, users
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.domain.model.accounts import Lifetimes
from tt_integrations.domain.usecases.keep_accounts import ChosenPassword, PasswordSet
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import web_app
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.page_routes import page_routes
from tt_integrations.entrypoints.jobs import jobs_of
from tt_integrations.entrypoints.local_accounts import local_accounts
from tt_integrations.entrypoints.outside import default_options, reach_out
from tt_integrations.entrypoints.web.desk import desk_of
from tt_integrations.entrypoints.web.pages import Pages

PASSWORD = "a long password"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
REPOSITORY = "anna/web"
OFTEN = timedelta(seconds=0.5)
VAULT = AesGcmVault({"k1": b"0123456789abcdef0123456789abcdef"})
PEOPLE = (
    {"username": "anna", "role": "admin", "timezone": "Europe/Berlin", "is_active": True},
    {"username": "ben", "role": "user", "timezone": "America/New_York", "is_active": True},
)
PROJECTS = (
    {"name": "Web", "created_by": 1, "status": "active"},
    {"name": "Support & training", "created_by": 2, "status": "active"},
)


@frozen
class Reception:
    """`token` is a GitHub token of Anna, who owns the repository."""

    url: str
    slack: FakeSlack
    github: FakeGitHub
    token: str


@contextmanager
def reception(folder: Path) -> Iterator[Reception]:
    with ExitStack() as stack:
        listener = stack.enter_context(closing(listen()))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        clock = ProviderClock()
        slack = FakeSlack(clock=clock, signing_secret=SIGNING_SECRET)
        github = FakeGitHub(clock, answer_first=True)
        github.add_user("anna", "Anna Alder")
        github.add_repository(REPOSITORY)
        places = {
            "slack": stack.enter_context(slack.serve()).url,
            "github": stack.enter_context(github.serve()).url,
        }
        engine = stack.enter_context(opened(f"sqlite:///{folder / 'tracker.db'}"))
        _fill(engine)

        def options(provider: Provider) -> dict[str, str]:
            return {**default_options(provider), **_options(provider.name, places, slack)}

        outside = reach_out(stack, clock, url, options)
        parts = Parts(SqlUnitOfWork(engine), VAULT, clock, outside=outside)
        application = build(parts)
        jobs = jobs_of(parts, application, OFTEN)
        jobs.start()
        stack.callback(jobs.stop)
        accounts = local_accounts(parts.unit_of_work, clock, Lifetimes())
        for person in PEOPLE:
            chosen = ChosenPassword(str(person["username"]), PASSWORD)
            assert isinstance(accounts.set_password(chosen), PasswordSet)
        door = FrontDoor(accounts, Pages(url))
        known = evolve(application, identity=door.identity(application.identity))
        pages = page_routes(known, desk_of(parts, url), door.pages)
        web = web_app(application, public_address=url, more=pages, front_door=door)
        stack.callback(web.close)
        stack.enter_context(served(web, listener=listener))
        yield Reception(url, slack, github, github.add_token("anna"))


def _options(name: str, places: dict[str, str], slack: FakeSlack) -> dict[str, str]:
    if name == "slack":
        return {
            "api_url": f"{places['slack']}/api",
            "authorize_url": f"{places['slack']}/oauth/v2/authorize",
            "reply_origin": places["slack"],
            "client_id": slack.app.client_id,
            "client_secret": slack.app.client_secret,
        }
    if name == "github":
        return {"api_url": places["github"], "allow_private": "yes"}
    return {}


def _fill(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(sa.insert(users), PEOPLE)
        connection.execute(sa.insert(projects), PROJECTS)
