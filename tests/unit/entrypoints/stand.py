"""A whole sandbox for tests of the service: ours over HTTP, and the fake Slack by its control surface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from attrs import field, frozen

from tt_integrations.entrypoints.sandbox.running import Options, Sandbox, sandbox
from tt_integrations.entrypoints.sandbox.saying import say

CONFIG, TEST, STATUS = (f"/api/integrations/slack/{name}" for name in ("config", "test", "status"))
ANNA, BEN = "U0ANNA", "U0BEN"


@frozen
class Stand:
    sandbox: Sandbox
    http: httpx.Client = field(factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def token(self, who: str) -> str:
        people = self.sandbox.description["people"]
        return str(next(each["token"] for each in people if each["username"] == who))

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token(who)}"} if who else {}
        headers |= more.pop("headers", {})
        return self.http.request(method, f"{self.sandbox.url}{path}", headers=headers, **more)

    def config(self, who: str, **fields: object) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "POST", CONFIG, json=fields).json()
        return answer

    def status(self, who: str) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "GET", STATUS).json()
        return answer

    def slack(self, action: str, **arguments: Any) -> Any:
        url = f"{self.sandbox.slack_url}/_fake/{action}"
        got = self.http.post(url, json=arguments).json()
        assert got["ok"], got
        return got.get("result")

    def fails(self, operation: str, fault: str, times: int | None = 1, **more: object) -> None:
        self.slack("faults", operation=operation, fault=fault, times=times, **{"with": more})

    def types(self, text: str, user: str = ANNA) -> str:
        return str(say(self.sandbox.slack_url, f"/tt {text}", user)["text"])

    def heard(self) -> list[str]:
        """What #general reads, oldest first."""
        return [m["content"]["text"] for m in self.slack("messages", channel="general")]

    def link(self, who: str, user: str) -> str:
        """Have the person type `/tt link` and open the address; the code in it."""
        code = self.code(user)
        assert self.ask(who, "POST", f"/integrations/slack/link/{code}").status_code == 200
        return code

    def code(self, user: str) -> str:
        return self.types("link", user).partition("/link/")[2].partition("|")[0]


@contextmanager
def stand(folder: Path) -> Iterator[Stand]:
    with sandbox(Options(folder, port=0, slack_port=0, github_port=0, google_port=0)) as running:
        made = Stand(running)
        with made.http:
            yield made
