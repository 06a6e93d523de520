"""The real service with its jobs, beside a served fake Google whose inside the tests can see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import sqlalchemy as sa
from attrs import define, field
from workplace import AT_ONCE, KEY, RUNS, WEB, give_tokens

from patience import idle, soon
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import GENERIC, Fault
from tt_integrations.adapters.fakes.server import listen, served
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.host_tables import time_entries, users
from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.settings import made

GOOGLE = "/api/integrations/google"
CONNECT = "/integrations/google/connect"
ANNAS, BENS = "anna@example.org", "ben@example.org"
ACCOUNTS = {"anna": ANNAS, "ben": BENS}
WRITE = "https://www.googleapis.com/auth/calendar.events"
LISTING, TOKEN, REVOKE = "calendar.events.list", "oauth2.token", "oauth2.revoke"


@define
class Diary:
    """Anna and Ben each have an account at Google. `url` is the service's, `google` the fake's."""

    fake: FakeGoogle
    google: str
    url: str
    engine: sa.Engine
    database: str
    http: httpx.Client = field(factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer tt_{who}"} if who else {}
        headers |= more.pop("headers", {})
        self.http.cookies.clear()
        return self.http.request(method, f"{self.url}{path}", headers=headers, **more)

    def config(self, who: str = "anna", **fields: object) -> httpx.Response:
        return self.ask(who, "POST", f"{GOOGLE}/config", json=fields)

    def saved(self, who: str = "anna", **fields: object) -> Mapping[str, Any]:
        """How it stands, after fields that are right were saved."""
        got = self.config(who, **fields)
        assert got.status_code == 200, got.text
        return self.status(who)

    def status(self, who: str = "anna") -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "GET", f"{GOOGLE}/status").json()
        return answer

    def test(self, who: str = "anna") -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self.ask(who, "POST", f"{GOOGLE}/test").json()
        return answer

    def begun(self, who: str = "anna") -> httpx.Response:
        """On the way to the consent page; whatever the browser says of where we are."""
        got = self.ask(who, "GET", CONNECT, headers={"host": "evil.example"})
        assert got.status_code == 302, got.text
        return got

    def allowed(
        self, start: httpx.Response, who: str = "anna", scopes: Sequence[str] | None = None
    ) -> str:
        """Where Google sends the browser once that person clicked Allow, with only `scopes` ticked."""
        ticked = None if scopes is None else list(scopes)
        return self.fake.approve(start.headers["location"], ACCOUNTS[who], ticked)

    def back(self, address: str, cookie: str | None) -> httpx.Response:
        parts = urlsplit(address)
        headers = {"cookie": f"tt_consent={cookie}"} if cookie else {}
        return self.ask(None, "GET", f"{parts.path}?{parts.query}", headers=headers)

    def consented(self, who: str = "anna", account: str | None = None) -> httpx.Response:
        start = self.begun(who)
        return self.back(self.allowed(start, account or who), start.cookies["tt_consent"])

    def connect(self, who: str = "anna", **fields: object) -> None:
        """Choose the project, consent, and wait until the first sync is over."""
        self.saved(who, **{"default_project_id": WEB, **fields})
        before = len(self.runs(who))
        page = self.consented(who)
        assert page.status_code == 200, page.text
        assert soon(lambda: self.settled(who, before))

    def settled(self, who: str = "anna", before: int = 0) -> bool:
        """Whether more runs than that have ended, and none goes on."""
        runs = self.runs(who)
        return len(runs) > before and all(run["result"] != "running" for run in runs)

    def sync(self, who: str = "anna", query: str = "") -> httpx.Response:
        return self.ask(who, "POST", f"{GOOGLE}/sync{query}")

    def synced(self, who: str = "anna") -> Mapping[str, Any]:
        got = self.sync(who)
        assert got.status_code == 200, got.text
        answer: Mapping[str, Any] = got.json()
        return answer

    def runs(self, who: str = "anna") -> list[dict[str, Any]]:
        """Newest first."""
        runs: list[dict[str, Any]] = self.ask(who, "GET", RUNS).json()["runs"]
        return runs

    def decisions(self, run: int, who: str = "anna") -> list[dict[str, Any]]:
        decided: list[dict[str, Any]] = self.ask(who, "GET", f"{RUNS}/{run}").json()["decisions"]
        return decided

    def said(self, who: str = "anna") -> dict[str, str]:
        """What the newest run says of each item, by its title."""
        newest = self.runs(who)[0]["id"]
        return {each["title"]: each["sentence"] for each in self.decisions(newest, who)}

    def meeting(self, title: str = "Planning", hours_ago: float = 3, **more: Any) -> str:
        """An hour long, in Anna's calendar; its id."""
        start = self.fake.clock.now().replace(microsecond=0) - timedelta(hours=hours_ago)
        made = self.fake.add_event(title, start, start + timedelta(hours=1), **more)
        return str(made["id"])

    def entries(self) -> list[tuple[str, float]]:
        """The note and the hours of each entry, oldest first."""
        columns = (time_entries.c.notes, time_entries.c.start_time, time_entries.c.end_time)
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(time_entries.c.id)).all()
        return [
            (note.partition(" [gcal:")[0], (end - start).total_seconds() / 3600)
            for note, start, end in rows
        ]

    def projects(self) -> list[tuple[str, int]]:
        """The note and the project of each entry."""
        columns = (time_entries.c.notes, time_entries.c.project_id)
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(*columns)).all()
        return [(note.partition(" [gcal:")[0], project) for note, project in rows]

    def deactivate(self, person: int) -> None:
        with self.engine.begin() as connection:
            chosen = sa.update(users).where(users.c.id == person)
            connection.execute(chosen.values(is_active=False))

    def titles(self) -> list[str]:
        return [note for note, _ in self.entries()]

    def write_down(self, person: int, project: int, note: str, start: datetime) -> int:
        """An hour that somebody enters by hand in the tracker itself; its number."""
        naive = start.replace(tzinfo=None)
        values = {"start_time": naive, "end_time": naive + timedelta(hours=1), "notes": note}
        made = sa.insert(time_entries).values(user_id=person, project_id=project, **values)
        with self.engine.begin() as connection:
            number: int = connection.execute(made.returning(time_entries.c.id)).scalar_one()
        return number

    def edit_entry(self, note: str, **values: object) -> None:
        """What a person does in the tracker itself to the entry whose note begins so."""
        chosen = sa.update(time_entries).where(time_entries.c.notes.startswith(note))
        with self.engine.begin() as connection:
            connection.execute(chosen.values(**values))

    def delete_entry(self, number: int) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.delete(time_entries).where(time_entries.c.id == number))

    def calls(self, operation: str) -> int:
        """How many requests of that operation there were so far."""
        return sum(name == operation for name, _, _ in self.fake.requests)

    def changes(self) -> int:
        """How often something was written at Google by us."""
        return sum(
            request.method != "GET" and "/calendars/" in request.path
            for _, request, _ in self.fake.requests
        )

    def turn(self, **length: float) -> None:
        assert idle(self.engine)
        self.fake.clock.advance(timedelta(**length))

    def push_path(self, who: str = "anna") -> str:
        """Where Google calls the person's own connection."""
        return str(urlsplit(str(self.status(who)["webhook_url"])).path)

    def cut_off(self) -> Fault:
        return GENERIC["malformed_json"]()

    def exported(self) -> list[str]:
        """The titles of the events that we made and that are there."""
        return [
            each["summary"]
            for each in self.fake.events()
            if each.get("extendedProperties") and each["status"] != "cancelled"
        ]


@contextmanager
def diary(database: str, beside: Diary | None = None, **options: str) -> Iterator[Diary]:
    """Over that migrated database; `options` are more settings. `beside` another one: one Google for both."""
    with ExitStack() as stack:
        fake = beside.fake if beside else inhabited(ProviderClock())
        google = beside.google if beside else stack.enter_context(fake.serve()).url
        listener = stack.enter_context(closing(listen()))
        settings = made(
            database=database,
            keys=KEY,
            port=listener.getsockname()[1],
            **_google_at(google, fake),
            # pushes may come from this machine
            github_allow_private="yes",
            **options,
        )
        engine = stack.enter_context(opened(database))
        give_tokens(engine)
        web = stack.enter_context(closing(service(settings, fake.clock, AT_ONCE)))
        ours = stack.enter_context(served(web, listener=listener))
        here = Diary(fake, google, ours.url, engine, database)
        with here.http:
            yield here


def inhabited(clock: ProviderClock) -> FakeGoogle:
    fake = FakeGoogle(clock)
    fake.add_account(ANNAS, "Anna Alder", "Europe/Berlin")
    fake.add_account(BENS, "Ben Birch", "America/New_York")
    return fake


def _google_at(url: str, fake: FakeGoogle) -> dict[str, str]:
    return {
        "google_client_id": fake.client.client_id,
        "google_client_secret": fake.client.client_secret,
        "google_authorize_url": f"{url}/o/oauth2/v2/auth",
        "google_token_url": f"{url}/token",
        "google_revoke_url": f"{url}/revoke",
        "google_userinfo_url": f"{url}/v1/userinfo",
        "google_api_url": f"{url}/calendar/v3",
    }
