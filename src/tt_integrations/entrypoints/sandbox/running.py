"""Start a sandbox: migrate, seed, serve beside the fakes, and describe it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from attrs import field, frozen

from tt_integrations.adapters.fakes.server import listen, served
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.usecases.check_connection import Broken, Trouble
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import service, vault_of
from tt_integrations.entrypoints.sandbox.beside import Beside, Ports, served_beside
from tt_integrations.entrypoints.sandbox.describe import describe
from tt_integrations.entrypoints.sandbox.folder import RUNNING, Folder, SandboxSecrets
from tt_integrations.entrypoints.sandbox.github import begin_anew
from tt_integrations.entrypoints.sandbox.google import begin_calendars_anew
from tt_integrations.entrypoints.sandbox.page.made import sandbox_pages
from tt_integrations.entrypoints.sandbox.seed import (
    PEOPLE,
    NotASandbox,
    give_token,
    is_sandbox,
    issue_tokens,
    people,
    seed,
    set_passwords,
)
from tt_integrations.entrypoints.settings import Settings, made

AT_ONCE = timedelta(seconds=1)
"""A clock that is turned should be noticed while somebody is looking."""
LONG = {"session_idle_hours": 9999, "session_days": 9999}
"""And who turned it, by days, should still be signed in."""


@frozen
class Options:
    """Ports 0 take any free one. `database` None: SQLite in the folder. `fresh`: forget the last run's data."""

    folder: Path = Path(".sandbox")
    port: int = 8080
    slack_port: int = 8081
    github_port: int = 8082
    google_port: int = 8083
    database: str | None = None
    fresh: bool = False

    @property
    def beside(self) -> Ports:
        return Ports(self.slack_port, self.github_port, self.google_port)


@frozen
class Sandbox:
    """A running sandbox. `description` is what `--json` prints: it holds secrets, all of them made up."""

    description: dict[str, Any] = field(repr=False)
    url: str
    slack_url: str
    github_url: str
    google_url: str
    engine: sa.Engine


@contextmanager
def sandbox(options: Options) -> Iterator[Sandbox]:
    """Serve while the block runs. Raises NotASandbox, or OSError for a port in use."""
    folder = Folder(options.folder)
    secrets = folder.secrets([sample.username for sample in PEOPLE])
    database = options.database or folder.database
    if options.fresh:
        _forget(database)
    options.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        listener = stack.enter_context(closing(listen(options.port)))
        port = listener.getsockname()[1]
        fakes = served_beside(stack, options.beside, secrets, f"http://127.0.0.1:{port}")
        settings = _settings(database, secrets, port, fakes)
        engine = stack.enter_context(opened(database))
        _make_ready(engine, settings, secrets, fakes)
        pages = sandbox_pages(fakes, engine, secrets)
        web = stack.enter_context(
            closing(service(settings, fakes.slack.clock, AT_ONCE, also=pages))
        )
        ours = stack.enter_context(served(web, listener=listener))
        description = describe(engine, settings, fakes, secrets)
        folder.keep(RUNNING, json.dumps(description))
        stack.callback((options.folder / RUNNING).unlink, missing_ok=True)
        yield Sandbox(
            description, ours.url, fakes.slack_url, fakes.github_url, fakes.google_url, engine
        )


def _forget(database: str) -> None:
    url = sa.make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise NotASandbox("--fresh works on SQLite files; for another database make an empty one")
    if not Path(url.database).exists():
        return
    with opened(database) as engine:
        _refuse_others(engine)
    for suffix in ("", "-wal", "-shm"):
        Path(url.database + suffix).unlink(missing_ok=True)


def _refuse_others(engine: sa.Engine) -> bool:
    """Whether the database is a sandbox's already. Raises NotASandbox when it is somebody's own."""
    verdict = is_sandbox(engine)
    if verdict is False:
        raise NotASandbox("this database holds people of its own; a sandbox must not touch it")
    return bool(verdict)


def _settings(database: str, secrets: SandboxSecrets, port: int, fakes: Beside) -> Settings:
    providers = fakes.settings(secrets.signing_secret)
    return made(database=database, keys=secrets.key, port=port, **LONG, **providers)


def _make_ready(
    engine: sa.Engine, settings: Settings, secrets: SandboxSecrets, fakes: Beside
) -> None:
    """After this the database has tables, people and a connection that works."""
    known = _refuse_others(engine)
    with engine.begin() as connection:
        upgrade(connection)
    unit_of_work = SqlUnitOfWork(engine)
    vault = vault_of(settings)
    application = build(Parts(unit_of_work, vault))
    if not known:
        seed(engine, application, secrets.signing_secret)
    issue_tokens(engine, unit_of_work, secrets.tokens)
    set_passwords(unit_of_work, secrets.passwords)
    for person in people(engine):
        match application.check(ConnectionOf(person, "slack_connector")):
            case Broken(trouble=Trouble.SECRET_UNREADABLE):
                raise NotASandbox(
                    "this database was made with the key of another sandbox folder; use --fresh"
                )
    give_token(unit_of_work, vault, fakes.slack.bot_token)
    begin_anew(unit_of_work, vault, fakes.github.clock)
    begin_calendars_anew(unit_of_work, vault, fakes.google.clock, fakes.google)
