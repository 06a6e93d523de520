"""The commands that need no account anywhere: the sandbox, its demo, and the fakes by themselves."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tt_integrations.entrypoints.fakes import served_fakes as run_fakes
from tt_integrations.entrypoints.sandbox.demo import demo as run_demo
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox
from tt_integrations.entrypoints.sandbox.running import sandbox as run_sandbox
from tt_integrations.entrypoints.sandbox.saying import running
from tt_integrations.entrypoints.sandbox.saying import say as run_say

FOLDER = Options().folder

Json = Annotated[bool, Parameter(name="--json", help="Print one line of JSON when ready.")]
Folder = Annotated[Path, Parameter(help="Where the sandbox keeps its data.")]


def sandbox(  # noqa: PLR0913 - every keyword is an option of the command line
    *,
    json_: Json = False,
    port: Annotated[int, Parameter(help="Of the service; 0 takes any free one.")] = 8080,
    slack_port: Annotated[int, Parameter(help="Of the fake Slack.")] = 8081,
    github_port: Annotated[int, Parameter(help="Of the fake GitHub.")] = 8082,
    google_port: Annotated[int, Parameter(help="Of the fake Google.")] = 8083,
    database: Annotated[str | None, Parameter(help="A database address.")] = None,
    fresh: Annotated[bool, Parameter(help="Forget what the last run stored.")] = False,
    folder: Folder = FOLDER,
) -> None:
    """Serve with a fake Slack, GitHub and Google beside it, two people, three projects and a linked Slack user."""
    stop = _stopped()
    options = Options(folder, port, slack_port, github_port, google_port, database, fresh)
    with run_sandbox(options) as ready:
        if json_:
            print(json.dumps(ready.description), flush=True)
        else:
            print(_welcome(ready), flush=True)
        stop.wait()


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


def demo() -> int:
    """A tour of the sandbox over real HTTP; fails if anything is not as it should be."""
    return 1 if run_demo() else 0


def _stopped() -> threading.Event:
    """Set once somebody asks the program to end."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _welcome(ready: Sandbox) -> str:
    github, google = ready.description["github"], ready.description["google"]
    slack_url = ready.slack_url
    return "\n".join(
        (
            f"Open {ready.url} in a browser.",
            "",
            f"A fake Slack:  {slack_url}",
            f"A fake GitHub: {ready.github_url} ({github['repository']}, token {github['token']})",
            f"A fake Google: {ready.google_url} ({google['email']}), connected at",
            f"               {google['connect_url']}",
            "Sign in at /sign-in:",
            *(f"  {each['username']}  {each['password']}" for each in ready.description["people"]),
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
