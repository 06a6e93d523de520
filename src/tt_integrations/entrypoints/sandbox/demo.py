"""A scripted tour of a real sandbox on free ports: every request is signed and sent over HTTP, every result checked."""

from __future__ import annotations

import hashlib
import hmac
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa
from attrs import define, field

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.host_tables import projects, time_entries, users
from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox
from tt_integrations.entrypoints.sandbox.saying import say

OK, UNAUTHORIZED = 200, 401


@define
class Tour:
    sandbox: Sandbox
    failures: list[str] = field(factory=list)

    def type(self, text: str, expected: str, user: str = "U0ANNA", **more: object) -> None:
        """Type `text` in the fake Slack; the answer must contain `expected`."""
        got = say(self.sandbox.slack_url, text, user, **more)
        self._show(f"{user[2:].title()} types  {text}", got["text"])
        self._check(expected in got["text"], f"{text!r} should answer {expected!r}")

    def send(self, what: str, secret: str, form: dict[str, str], expected: int, times: int) -> None:
        """Send a signed form ourselves, some times over; each answer must have the status `expected`."""
        body = urlencode(form).encode()
        stamp = str(int(SystemClock().now().timestamp()))
        signature = hmac.new(secret.encode(), b"v0:%b:%b" % (stamp.encode(), body), hashlib.sha256)
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": f"v0={signature.hexdigest()}",
        }
        for _ in range(times):
            got = httpx.post(
                f"{self.sandbox.url}/api/integrations/slack/events",
                headers=headers,
                content=body,
                trust_env=False,
            )
            self._show(what, f"HTTP {got.status_code}  {got.json().get('text') or got.json()}")
            self._check(got.status_code == expected, f"{what} should answer {expected}")

    def database(self, entries: int, running: int) -> None:
        """Show the time entries; there must be so many in all, and so many running."""
        rows = self._entries()
        for person, project, started, ended, seconds in rows:
            took = f"{seconds} s, until {ended:%H:%M:%S}" if ended else "running"
            print(f"      time_entries: {person} on {project}, from {started:%H:%M:%S} UTC, {took}")
        print(f"      ({len(rows)} in all)")
        self._check(len(rows) == entries, f"expected {entries} entries, found {len(rows)}")
        going = sum(1 for row in rows if row[3] is None)
        self._check(going == running, f"expected {running} running, found {going}")

    def _entries(self) -> list[Any]:
        columns = (
            users.c.username,
            projects.c.name,
            time_entries.c.start_time,
            time_entries.c.end_time,
            time_entries.c.duration_seconds,
        )
        joined = time_entries.join(users, time_entries.c.user_id == users.c.id).join(
            projects, time_entries.c.project_id == projects.c.id
        )
        with self.sandbox.engine.connect() as connection:
            chosen = sa.select(*columns).select_from(joined).order_by(time_entries.c.id)
            return list(connection.execute(chosen))

    def _show(self, sent: str, came_back: str) -> None:
        print(f"  > {sent}")
        for line in came_back.splitlines() or ["(empty)"]:
            print(f"      {line}")

    def _check(self, fine: bool, complaint: str) -> None:  # noqa: FBT001 - reads as `assert`
        if not fine:
            self.failures.append(complaint)
            print(f"  ! {complaint}")


def demo() -> int:
    """Run the tour. The number of things that were not as they should be."""
    with _fresh_sandbox() as running:
        tour = Tour(running)
        print(f"service {running.url}, fake Slack {running.slack_url}\n")
        _a_day_of_anna(tour)
        _strangers(tour)
        print(f"\n{len(tour.failures)} failures" if tour.failures else "\nAll as it should be.")
        return len(tour.failures)


@contextmanager
def _fresh_sandbox() -> Iterator[Sandbox]:
    with (
        tempfile.TemporaryDirectory(prefix="tt-demo-") as folder,
        sandbox(Options(folder=Path(folder), port=0, slack_port=0)) as running,
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
