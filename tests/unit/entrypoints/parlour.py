"""The pages for people over a house, and what a test reads off them: nothing of it needs a script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Any

import httpx
from attrs import evolve, frozen
from house import VAULT, House
from lobby import PUBLIC, Browser, accounts_of, opened_to_people

from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Decided, NewRun, RunId, RunResult, Trigger
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import WebApp, web_app
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.http.page_routes import page_routes
from tt_integrations.entrypoints.outside import Outside
from tt_integrations.entrypoints.web.desk import desk_of
from tt_integrations.entrypoints.web.pages import Pages

HOME, ACTIVITY = "/integrations", "/integrations/activity"
NOWHERE = Outside()


def furnished(house: House, outside: Outside = NOWHERE, public: str = PUBLIC) -> WebApp:
    """The house's application with its pages; people's passwords are the lobby's."""
    opened_to_people(house)
    parts = Parts(SqlUnitOfWork(house.engine), VAULT, house.clock, outside=outside)
    application = build(parts)
    door = FrontDoor(accounts_of(house), Pages(public))
    known = evolve(application, identity=door.identity(application.identity))
    pages = page_routes(known, desk_of(parts, public), door.pages)
    return web_app(application, public_address=public, more=pages, front_door=door)


@frozen
class Form:
    """A form as a browser without scripts would post it."""

    action: str
    fields: Mapping[str, str]


@frozen
class Visitor:
    """Somebody who is signed in, and goes where the pages lead."""

    browser: Browser
    house: House

    def sees(self, path: str = HOME) -> str:
        got = self.browser.get(path)
        assert got.status_code == 200, words_of(got.text)
        return got.text

    def posts(self, path: str, **fields: str) -> httpx.Response:
        return self.browser.ask("POST", path, data={"csrf_token": self.browser.csrf, **fields})

    def presses(self, path: str, **fields: str) -> str:
        """What the page says to which the browser is sent back."""
        got = self.posts(path, **fields)
        assert got.status_code == 303, words_of(got.text)
        return self.sees(got.headers["location"].partition("#")[0])

    def fills_in(self, card: str, **typed: str | None) -> httpx.Response:
        """Post the card's form as it is shown, but for what is typed; None: a box that is not ticked."""
        form = form_of(self.sees(), f"{HOME}/{card}/save")
        fields = {**form.fields, **{name: value for name, value in typed.items() if value}}
        fields |= {name: "" for name, value in typed.items() if value == ""}
        for name in [name for name, value in typed.items() if value is None]:
            fields.pop(name, None)
        return self.browser.ask("POST", form.action, data=fields)

    def saves(self, card: str, **typed: str | None) -> str:
        """What the page says that is shown then: another one, unless there is a secret to be told."""
        got = self.fills_in(card, **typed)
        if got.status_code == 200 and "-fresh" in got.text:
            return got.text
        assert got.status_code == 303, words_of(got.text)
        return self.sees(got.headers["location"].partition("#")[0])

    def ran(
        self, connection: ConnectionId, *decisions: Decided, result: RunResult = RunResult.DONE
    ) -> RunId:
        now = self.house.clock.now()
        with SqlUnitOfWork(self.house.engine)() as tx:
            run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "asked for", now))
            tx.runs.decide(run, decisions)
            tx.runs.end(run, now, result)
            tx.commit()
        return run


def visitor(house: House, who: str = "anna") -> Visitor:
    browser = Browser(house.http)
    assert browser.sign_in(who).status_code == 303
    return Visitor(browser, house)


def form_of(page: str, action: str) -> Form:
    reader = _Forms()
    reader.feed(page)
    [form] = [each for each in reader.forms if each.action == action]
    return form


def forms_in(page: str) -> list[Form]:
    reader = _Forms()
    reader.feed(page)
    return reader.forms


def words_of(page: str) -> str:
    """What is to be read on it, in one line."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def section(page: str, name: str) -> str:
    [found] = re.findall(
        rf'<section class="card connection" id="{name}".*?</section>', page, re.DOTALL
    )
    return str(found)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._fields: dict[str, str] | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has: dict[str, Any] = dict(attrs)
        if tag == "form":
            self._fields = {}
            self.forms.append(Form(has.get("action") or "", self._fields))
        elif self._fields is None or "disabled" in has:
            return
        elif tag == "input":
            self._input(has)
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and self._select:
            if "selected" in has or self._select not in self._fields:
                self._fields[self._select] = has.get("value") or ""
        elif tag == "textarea":
            self._area = has["name"]
            self._fields[self._area] = ""

    def _input(self, has: dict[str, Any]) -> None:
        assert self._fields is not None
        ticked = has.get("type") != "checkbox" or "checked" in has
        if "name" in has and ticked:
            self._fields[has["name"]] = has.get("value") or (
                "on" if has.get("type") == "checkbox" else ""
            )

    def handle_data(self, data: str) -> None:
        if self._area and self._fields is not None:
            self._fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            assert self._fields is not None
            self._fields[self._area] = self._fields[self._area].removeprefix("\n")
            self._area = ""
