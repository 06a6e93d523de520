"""The command line `tt-integrations`. Whatever goes wrong on purpose is one line on standard error."""

from __future__ import annotations

import base64
import json
import logging
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import cyclopts
import sqlalchemy as sa
import uvicorn
from cyclopts import Parameter

from tt_integrations._version import __version__
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import current, upgrade
from tt_integrations.adapters.vault import new_key
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.entrypoints.fakes import served_fakes as run_fakes
from tt_integrations.entrypoints.http.app import adopt, service
from tt_integrations.entrypoints.sandbox.demo import demo as run_demo
from tt_integrations.entrypoints.sandbox.running import Options
from tt_integrations.entrypoints.sandbox.running import sandbox as run_sandbox
from tt_integrations.entrypoints.sandbox.saying import running
from tt_integrations.entrypoints.sandbox.saying import say as run_say
from tt_integrations.entrypoints.settings import load

MIGRATION_PATIENCE = 60.0
"""Seconds a migration waits for another one, which may be rewriting large tables."""

app = cyclopts.App(
    name="tt-integrations",
    help="Slack, GitHub and Google Calendar for time trackers.",
    version=__version__,
)
keys = cyclopts.App(name="keys", help="The keys that secrets are sealed with.")
app.command(keys)

FOLDER = Options().folder

Config = Annotated[Path | None, Parameter(help="A TOML file with settings.")]
Json = Annotated[bool, Parameter(name="--json", help="Print one line of JSON when ready.")]
Folder = Annotated[Path, Parameter(help="Where the sandbox keeps its data.")]


@app.command
def serve(*, config: Config = None) -> None:
    """Serve the webhooks and the API, as the settings say."""
    settings = load(config)
    web = service(settings)
    adopt(settings)
    uvicorn.run(web, host=settings.host, port=settings.port, access_log=False, log_level="info")


@app.command
def sandbox(
    *,
    json_: Json = False,
    port: Annotated[int, Parameter(help="Of the service; 0 takes any free one.")] = 8080,
    slack_port: Annotated[int, Parameter(help="Of the fake Slack.")] = 8081,
    database: Annotated[str | None, Parameter(help="A database address.")] = None,
    fresh: Annotated[bool, Parameter(help="Forget what the last run stored.")] = False,
    folder: Folder = FOLDER,
) -> None:
    """Serve with a fake Slack beside it, two people, three projects and a linked Slack user."""
    stop = _stopped()
    with run_sandbox(Options(folder, port, slack_port, database, fresh)) as ready:
        if json_:
            print(json.dumps(ready.description), flush=True)
        else:
            print(_welcome(ready.url, ready.slack_url), flush=True)
        stop.wait()


@app.command
def fakes(
    *,
    json_: Json = False,
    slack_port: Annotated[int, Parameter(help="0 takes any free one.")] = 8081,
    github_port: int = 8082,
    google_port: int = 8083,
) -> None:
    """Serve the fake Slack, GitHub and Google under one clock, each with its control surface at /_fake/."""
    stop = _stopped()
    with run_fakes(slack_port, github_port, google_port) as urls:
        if json_:
            print(json.dumps(urls), flush=True)
        else:
            print("\n".join(f"{name:8} {url}" for name, url in urls.items()), flush=True)
        stop.wait()


@app.command
def say(
    text: Annotated[str, Parameter(help='The command, such as "/tt start web".')],
    *,
    user: Annotated[str, Parameter(help="The Slack user who types it.")] = "U0ANNA",
    folder: Folder = FOLDER,
) -> int:
    """Type a slash command into the fake Slack of the running sandbox."""
    got = run_say(running(folder)["slack_url"], text, user)
    print(got["text"])
    return 0 if got["status"] == 200 else 1  # noqa: PLR2004 - HTTP OK


@app.command
def demo() -> int:
    """A tour of the sandbox over real HTTP; fails if anything is not as it should be."""
    return 1 if run_demo() else 0


@app.command
def migrate(*, config: Config = None) -> None:
    """Create the tables, or add what is missing to those a host has. May be repeated."""
    settings = load(config)
    engine = open_engine(settings.database, MIGRATION_PATIENCE)
    with engine.begin() as connection:
        upgrade(connection)
        print(f"the database is at revision {current(connection)}")
    if adopted := adopt(settings):
        print(f"adopted {adopted} connections")


@keys.command
def generate() -> None:
    """Print a new key, for the setting `keys`."""
    print(f"k{secrets.token_hex(3)}:{base64.b64encode(new_key()).decode()}")


@app.command
def version() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """The console script."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    for chatty in ("httpx", "alembic"):  # the former logs whole addresses
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        sys.exit(app())
    except sa.exc.OperationalError as error:
        sys.exit(f"tt-integrations: the database does not answer: {error.orig}")
    except (IntegrationError, OSError, ValueError) as error:
        sys.exit(f"tt-integrations: {error}")


def _stopped() -> threading.Event:
    """Set once somebody asks the program to end."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _welcome(url: str, slack_url: str) -> str:
    return "\n".join(
        (
            f"The service:  {url}",
            f"A fake Slack: {slack_url}",
            "",
            "In another terminal, as Anna (linked), then as Ben (not linked):",
            '  .venv/bin/tt-integrations say "/tt start web"',
            '  .venv/bin/tt-integrations say "/tt status"',
            '  .venv/bin/tt-integrations say "/tt stop"',
            '  .venv/bin/tt-integrations say "/tt status" --user U0BEN',
            "or over HTTP:",
            f'  curl {slack_url}/_fake/slash -d \'{{"text": "/tt today", "user": "U0ANNA"}}\'',
            "",
            "Ctrl-C ends it; the data stays.",
        )
    )
