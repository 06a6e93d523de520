"""What the demo does in a sandbox: every request goes over HTTP, every result is shown and checked."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa
from attrs import define, field

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.host_tables import projects, tasks, time_entries, users
from tt_integrations.entrypoints.sandbox.running import Sandbox
from tt_integrations.entrypoints.sandbox.saying import say

RUNS = "/api/integrations/runs"
SOON = 8.0
"""Seconds within which a message must be there that is sent after the answer."""


@define
class Tour:
    sandbox: Sandbox
    failures: list[str] = field(factory=list)

    def type(self, text: str, expected: str, user: str = "U0ANNA", **more: object) -> str:
        """Type `text` in the fake Slack; the answer must contain `expected`."""
        got = say(self.sandbox.slack_url, text, user, **more)
        self.show(f"{user[2:].title()} types  {text}", got["text"])
        self.check(expected in got["text"], f"{text!r} should answer {expected!r}")
        return str(got["text"])

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
            self.show(what, f"HTTP {got.status_code}  {got.json().get('text') or got.json()}")
            self.check(got.status_code == expected, f"{what} should answer {expected}")

    def database(self, entries: int, running: int) -> None:
        """Show the time entries; there must be so many in all, and so many running."""
        rows = self._entries()
        for person, project, started, ended, seconds in rows:
            took = f"{seconds} s, until {ended:%H:%M:%S}" if ended else "running"
            print(f"      time_entries: {person} on {project}, from {started:%H:%M:%S} UTC, {took}")
        print(f"      ({len(rows)} in all)")
        self.check(len(rows) == entries, f"expected {entries} entries, found {len(rows)}")
        going = sum(1 for row in rows if row[3] is None)
        self.check(going == running, f"expected {running} running, found {going}")

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

    def show(self, sent: str, came_back: str) -> None:
        print(f"  > {sent}")
        for line in came_back.splitlines() or ["(empty)"]:
            print(f"      {line}")

    def check(self, fine: bool, complaint: str) -> None:  # noqa: FBT001 - reads as `assert`
        if not fine:
            self.failures.append(complaint)
            print(f"  ! {complaint}")

    def fake(self, action: str, **arguments: object) -> Any:
        """Have something done in the fake Slack; what came of it."""
        return self.done(self.sandbox.slack_url, action, arguments)

    def github(self, action: str, **arguments: object) -> Any:
        """Have something done in the fake GitHub; what came of it."""
        return self.done(self.sandbox.github_url, action, arguments)

    def tasks(self, *expected: str, within: float = SOON) -> None:
        """Show the tasks; each must be there soon as `name: status, priority`, and no others."""
        deadline = time.monotonic() + within
        found: list[str] = []
        while time.monotonic() < deadline:
            found = self._tasks()
            if found == list(expected):
                break
            time.sleep(0.1)
        for task in found:
            print(f"      tasks: {task}")
        self.check(found == list(expected), f"expected the tasks {list(expected)}")

    def rename_task(self, was: str, becomes: str) -> None:
        """What a person does in the tracker itself."""
        print(f"   Anna renames the task {was!r} to {becomes!r}")
        with self.sandbox.engine.begin() as connection:
            connection.execute(sa.update(tasks).where(tasks.c.name == was).values(name=becomes))

    def quietly(self, who: str, path: str) -> httpx.Response:
        """What the service answers to somebody's look, not shown."""
        person = next(p for p in self.sandbox.description["people"] if p["username"] == who)
        headers = {"authorization": f"Bearer {person['token']}"}
        return httpx.get(f"{self.sandbox.url}{path}", headers=headers, timeout=10, trust_env=False)

    def explained(self, who: str, sentence: str) -> None:
        """The newest run must soon say that, as a reason for one of its decisions."""
        deadline, said = time.monotonic() + SOON, ""
        while sentence not in said and time.monotonic() < deadline:
            newest = self.quietly(who, f"{RUNS}").json()["runs"][0]["id"]
            decisions = self.quietly(who, f"{RUNS}/{newest}").json()["decisions"]
            said = "; ".join(f"{each['title']}: {each['sentence']}" for each in decisions)
            time.sleep(0.1)
        self.show(f"run {newest}", said)
        self.check(sentence in said, f"the newest run should say {sentence!r}")

    def _tasks(self) -> list[str]:
        chosen = sa.select(tasks.c.name, tasks.c.status, tasks.c.priority).order_by(tasks.c.id)
        with self.sandbox.engine.connect() as connection:
            return [
                f"{name}: {status}, {rank}" for name, status, rank in connection.execute(chosen)
            ]

    def done(self, where: str, action: str, arguments: Mapping[str, object]) -> Any:
        url = f"{where}/_fake/{action}"
        got = httpx.post(url, json=arguments, timeout=10, trust_env=False).json()
        self.check(got["ok"], f"the fake should {action}: {got.get('error')}")
        return got.get("result")

    def ask(
        self, who: str, method: str, path: str, expected: str, **fields: object
    ) -> httpx.Response:
        """What a signed-in person sends to the service; the answer must contain `expected`."""
        person = next(p for p in self.sandbox.description["people"] if p["username"] == who)
        got = httpx.request(
            method,
            f"{self.sandbox.url}{path.removeprefix(self.sandbox.url)}",
            headers={"authorization": f"Bearer {person['token']}"},
            json=fields or None,
            timeout=10,
            trust_env=False,
        )
        self.show(f"{who.title()}  {method} {path}", f"HTTP {got.status_code}  {_short(got.text)}")
        self.check(expected in got.text, f"{path} should answer {expected!r}")
        return got

    def hear(self, expected: str, times: int = 1) -> Mapping[str, Any]:
        """The channel must have heard `expected` so many times, soon; the last of those messages."""
        deadline = time.monotonic() + SOON
        heard: list[Mapping[str, Any]] = []
        while len(heard) < times and time.monotonic() < deadline:
            said = [m["content"] for m in self.fake("messages", channel="general")]
            heard = [content for content in said if expected in content["text"]]
            time.sleep(0.1)
        for message in heard[-1:]:
            self.show("#general", message["text"])
        self.check(len(heard) == times, f"#general should hear {expected!r} {times} times")
        return heard[-1] if heard else {}

    def press(self, label: str, user: str, expected: str) -> None:
        """Press the button on what this person read last; what replaces it must contain `expected`."""
        read = self.fake("ephemerals", user=user)[-1]
        buttons = [e for b in read["content"]["blocks"] for e in b.get("elements", ())]
        wanted = [b["action_id"] for b in buttons if b["text"]["text"] == label]
        self.check(bool(wanted), f"there should be a button {label!r}")
        for action in wanted[:1]:
            self.fake("click", action_id=action, user=user, ts=read["ts"])
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            now = self.fake("ephemerals", user=user)[-1]
            if expected in now["content"]["text"]:
                break
            time.sleep(0.05)
        self.show(f"{user[2:].title()} presses  [{label}]", now["content"]["text"])
        self.check(expected in now["content"]["text"], f"{label!r} should answer {expected!r}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:159]}…"  # noqa: PLR2004 - a line of a terminal
