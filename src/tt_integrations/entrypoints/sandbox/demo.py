"""A scripted tour of a real sandbox on free ports, chapter by chapter."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tt_integrations.entrypoints.sandbox.demo_github import github_chapter
from tt_integrations.entrypoints.sandbox.demo_google import google_chapter
from tt_integrations.entrypoints.sandbox.demo_slack import slack_chapter
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox
from tt_integrations.entrypoints.sandbox.tour import Tour

OK, UNAUTHORIZED = 200, 401


def demo() -> int:
    """Run the tour. The number of things that were not as they should be."""
    with _fresh_sandbox() as running:
        tour = Tour(running)
        print(f"service {running.url}, fake Slack {running.slack_url}, ", end="")
        print(f"fake GitHub {running.github_url}, fake Google {running.google_url}\n")
        _a_day_of_anna(tour)
        _strangers(tour)
        slack_chapter(tour)
        github_chapter(tour)
        google_chapter(tour)
        print(f"\n{len(tour.failures)} failures" if tour.failures else "\nAll as it should be.")
        return len(tour.failures)


@contextmanager
def _fresh_sandbox() -> Iterator[Sandbox]:
    with (
        tempfile.TemporaryDirectory(prefix="tt-demo-") as folder,
        sandbox(
            Options(Path(folder), port=0, slack_port=0, github_port=0, google_port=0)
        ) as running,
    ):
        yield running


def _a_day_of_anna(tour: Tour) -> None:
    print("A person starts and stops a timer")
    tour.type("/tt help", "Available commands")
    tour.type("/tt status", "No active timer.")
    tour.type("/tt start nowhere", "Project not found: `nowhere`")
    tour.type("/tt start p", "Several projects match")
    tour.type("/tt start web", "Timer started for *Web*")
    tour.database(entries=1, running=1)
    tour.type("/tt start mobile", "already have an active timer on *Web*")
    time.sleep(1.1)
    tour.type("/tt status", "Active timer on *Web* (running 00:00:0")
    tour.type("/tt today", "across *1* project(s)")
    tour.type("/tt stop", "Timer stopped (duration 00:00:0")
    tour.type("/tt stop", "No active timer found")
    tour.database(entries=1, running=0)


def _strangers(tour: Tour) -> None:
    print("\nWho may not, and what happens twice")
    tour.type("/tt start support", "not linked", user="U0BEN")
    tour.type("/tt start web", "failed", sign_with="wrong_secret")
    secret = str(tour.sandbox.description["slack"]["signing_secret"])
    typed = {
        "team_id": "T0SANDBOX",
        "user_id": "U0ANNA",
        "command": "/tt",
        "text": "start #2",
        "trigger_id": "1.2.demo",
    }
    tour.send("a forged signature", "a guess", typed, UNAUTHORIZED, times=1)
    tour.send("the same signed command, twice", secret, typed, OK, times=2)
    tour.database(entries=2, running=1)
