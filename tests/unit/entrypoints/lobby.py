"""A browser before the house, its door open to people with a password."""

from __future__ import annotations

import re

import httpx
from attrs import field, frozen
from house import House

from tt_integrations.adapters.browsers import proof_of
from tt_integrations.adapters.proxies import Proxies
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.accounts import Lifetimes
from tt_integrations.domain.usecases.keep_accounts import ChosenPassword, PasswordSet
from tt_integrations.entrypoints.http.app import WebApp, web_app
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.local_accounts import LocalAccounts, local_accounts
from tt_integrations.entrypoints.web.pages import Pages

PUBLIC = "https://tt.example"
PASSWORDS = {"anna": "anna's long password", "ben": "ben's long password", "gone": "gone for good"}
STATUS, CONFIG = "/api/integrations/slack/status", "/api/integrations/slack/config"
SESSION = "__Host-tt_session"


def accounts_of(house: House) -> LocalAccounts:
    return local_accounts(SqlUnitOfWork(house.engine), house.clock, Lifetimes())


def opened_to_people(house: House, proxies: Proxies | None = None, public: str = PUBLIC) -> WebApp:
    """The house's application, with passwords for everybody."""
    accounts = accounts_of(house)
    for username, password in PASSWORDS.items():
        assert isinstance(accounts.set_password(ChosenPassword(username, password)), PasswordSet)
    door = FrontDoor(accounts, Pages(public), proxies or Proxies())
    return web_app(house.application, public_address=public, front_door=door)


@frozen
class Browser:
    """Keeps cookies as over https, though the server it speaks to has plain http."""

    http: httpx.Client
    cookies: dict[str, str] = field(factory=dict)

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: object
    ) -> httpx.Response:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**({"cookie": kept} if kept else {}), **(headers or {})}
        got = self.http.request(method, path, headers=sent, **more)  # type: ignore[arg-type]
        self.http.cookies.clear()
        for line in got.headers.get_list("set-cookie"):
            pair, _, attributes = line.partition(";")
            name, _, value = pair.partition("=")
            self.cookies.pop(name, None)
            if "max-age=0" not in attributes.lower():
                self.cookies[name] = value
        return got

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.ask("GET", path, headers)

    def proof(self, next_page: str = "") -> str:
        """Of the form that is shown."""
        shown = self.ask("GET", "/sign-in", params={"next": next_page} if next_page else {})
        assert shown.status_code == 200
        return hidden(shown, "csrf_token")

    def sign_in(
        self,
        username: str = "anna",
        password: str | None = None,
        next_page: str = "/integrations",
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """What comes of filling in the form."""
        fields = {
            "csrf_token": self.proof(next_page),
            "next": next_page,
            "username": username,
            "password": PASSWORDS[username] if password is None else password,
        }
        return self.ask("POST", "/sign-in", headers, data=fields)

    @property
    def csrf(self) -> str:
        """What every form holds that is shown to the browser in its session."""
        return proof_of(self.cookies[SESSION])


def hidden(page: httpx.Response, name: str) -> str:
    [value] = re.findall(f'<input type="hidden" name="{name}" value="([^"]*)">', page.text)
    return str(value)
