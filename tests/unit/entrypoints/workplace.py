"""The real service with its jobs, beside a served fake GitHub whose inside the tests can see."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from typing import Any

import httpx
import sqlalchemy as sa
from attrs import define, field
from github_house import signature
from house import ANNA, BEN

from patience import idle, soon
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.server import listen, served
from tt_integrations.adapters.identity import digest_of
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.host_tables import tasks, time_entries
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.settings import made

GITHUB, RUNS = "/api/integrations/github", "/api/integrations/runs"
KEY = f"k1:{base64.b64encode(b'0123456789abcdef0123456789abcdef').decode()}"
WEB, MOBILE, SUPPORT = 1, 2, 3
"""Projects by their numbers; the first two are Anna's, the third is Ben's."""
REPOSITORY, OTHER = "octo/app", "octo/site"
LISTING = "issues/list-for-repo"
PEOPLE = {"anna": ANNA, "ben": BEN}
AT_ONCE = timedelta(seconds=0.3)
LOOKS = 1.5
"""Seconds in which the jobs have looked again."""


@define
class Workplace:
    """GitHub's octo owns two repositories; anna and ben administer them, and carl may write issues there."""

    fake: FakeGitHub
    api: str
    url: str
    engine: sa.Engine
    database: str
    http: httpx.Client = field(factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer tt_{who}"} if who else {}
        headers |= more.pop("headers", {})
        return self.http.request(method, f"{self.url}{path}", headers=headers, **more)

    def config(self, who: str = "anna", **fields: object) -> httpx.Response:
        return self.ask(who, "POST", f"{GITHUB}/config", json=fields)

    def saved(self, who: str = "anna", **fields: object) -> Mapping[str, Any]:
        """What is answered to fields that are right."""
        got = self.config(who, **fields)
        assert got.status_code == 200, got.text
        answer: Mapping[str, Any] = got.json()
        return answer

    def status(self, who: str = "anna") -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "GET", f"{GITHUB}/status").json()
        return answer

    def test(self, who: str = "anna") -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "POST", f"{GITHUB}/test").json()
        return answer

    def sync(self, who: str = "anna", query: str = "") -> httpx.Response:
        return self.ask(who, "POST", f"{GITHUB}/sync{query}")

    def synced(self, who: str = "anna") -> Mapping[str, Any]:
        got = self.sync(who)
        assert got.status_code == 200, got.text
        answer: Mapping[str, Any] = got.json()
        return answer

    def deliver(self, body: bytes, secret: str, guid: str = "by-hand") -> httpx.Response:
        """Post an event `issues` ourselves, signed with that secret."""
        headers = {
            "content-type": "application/json",
            "x-github-event": "issues",
            "x-github-delivery": guid,
            "x-hub-signature-256": signature(body, secret),
        }
        return self.ask(None, "POST", f"{GITHUB}/webhook", content=body, headers=headers)

    def connect(self, who: str = "anna", **fields: object) -> str:
        """Save a token and the repository, and wait until GitHub calls us and the first sync is over; the secret."""
        usual = {
            "github_token": self.fake.add_token(who),
            "repositories": [{"name": REPOSITORY, "project": WEB}],
        }
        answer = self.saved(who, **{**usual, **fields})
        assert soon(lambda: self.settled(who))
        return str(answer["webhook_secret"])

    def settled(self, who: str = "anna") -> bool:
        """Whether each repository has its webhook, and the sync of its connection is over."""
        listed = self.status(who)["repositories"]
        runs = self.runs(who, "sync")
        hooked = all(each["has_webhook"] or each["webhook_missing"] for each in listed)
        return hooked and bool(runs) and all(run["result"] != "running" for run in runs)

    def runs(self, who: str = "anna", trigger: str | None = None) -> list[dict[str, Any]]:
        """Newest first."""
        runs: list[dict[str, Any]] = self.ask(who, "GET", RUNS).json()["runs"]
        return [run for run in runs if trigger in (None, run["trigger"])]

    def decisions(self, run: int, who: str = "anna") -> list[dict[str, Any]]:
        decided: list[dict[str, Any]] = self.ask(who, "GET", f"{RUNS}/{run}").json()["decisions"]
        return decided

    def said(self, who: str = "anna", trigger: str | None = None) -> list[str]:
        """The sentences of the newest run."""
        return [each["sentence"] for each in self.decisions(self.runs(who, trigger)[0]["id"], who)]

    def tasks(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of every task, oldest first; by themselves name, status and priority."""
        chosen = [tasks.c[name] for name in columns or ("name", "status", "priority")]
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(*chosen).order_by(tasks.c.id))
            return [tuple(row) for row in rows]

    def edit_task(self, number: int, **values: object) -> None:
        """What a person does in the tracker itself."""
        with self.engine.begin() as connection:
            connection.execute(sa.update(tasks).where(tasks.c.id == number).values(**values))

    def timers(self) -> list[tuple[Any, ...]]:
        """Person, project and task of each running timer."""
        columns = (time_entries.c.user_id, time_entries.c.project_id, time_entries.c.task_id)
        running = sa.select(*columns).where(time_entries.c.end_time.is_(None))
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(running)]

    def calls(self, operation: str) -> list[Any]:
        """The requests of that operation so far."""
        return [each for each in self.fake.requests if each.operation == operation]

    def calls_of_sync(self) -> int:
        return len(self.calls(LISTING))

    def turn(self, **length: float) -> None:
        assert idle(self.engine)
        self.fake.clock.advance(timedelta(**length))

    def turn_to_tomorrow(self) -> None:
        """To the middle of the next day in UTC: whatever time it really is, that day goes on for hours."""
        now = self.fake.clock.now()
        noon = now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.turn(seconds=(noon - now).total_seconds())

    def answers(self) -> Sequence[tuple[str, int, str]]:
        """What we said to each webhook: event and action, status, body."""
        return [
            (f"{d.event}.{d.action}", d.status_code, d.response_body) for d in self.fake.deliveries
        ]


@contextmanager
def workplace(database: str, **options: str) -> Iterator[Workplace]:
    """Over that migrated database; `options` are more settings of the service."""
    with ExitStack() as stack:
        clock = ProviderClock()
        fake = inhabited(clock)
        api = stack.enter_context(fake.serve()).url
        listener = stack.enter_context(closing(listen()))
        port = listener.getsockname()[1]
        settings = made(
            database=database,
            keys=KEY,
            port=port,
            github_api_url=api,
            github_allow_private="yes",
            **options,
        )
        engine = stack.enter_context(opened(database))
        give_tokens(engine)
        web = stack.enter_context(closing(service(settings, clock, AT_ONCE)))
        ours = stack.enter_context(served(web, listener=listener))
        here = Workplace(fake, api, ours.url, engine, database)
        with here.http:
            yield here


def inhabited(clock: ProviderClock) -> FakeGitHub:
    fake = FakeGitHub(clock, answer_first=True)
    for login in ("octo", "anna", "ben", "carl"):
        fake.add_user(login)
    for name in (REPOSITORY, OTHER):
        fake.add_repository(name, admins=["anna", "ben"], collaborators=["carl"])
    return fake


def give_tokens(engine: sa.Engine) -> None:
    with SqlUnitOfWork(engine)() as tx:
        for name, person in PEOPLE.items():
            digest = digest_of(f"tt_{name}")
            if tx.tokens.holder(digest) is None:
                tx.tokens.issue(person, digest, "test")
        tx.commit()


def eventually(what: Callable[[], object], expected: object) -> object:
    """What it is, as soon as it is what was expected; at last whatever it is."""
    soon(lambda: what() == expected)
    return what()
