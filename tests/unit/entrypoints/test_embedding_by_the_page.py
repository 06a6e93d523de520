"""A host app that is nothing but docs/howto/embed.md serves all that the library needs of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import github_house
import httpx
import pytest
import sqlalchemy as sa
from attrs import frozen
from hosted import signed
from house import ANNA, KEYLESS, SECRET, House

import small_flask
from page_code import as_one_file
from tt_integrations import Connection, Integrations, Timer
from tt_integrations.adapters.sql.own_tables import outbox
from tt_integrations.domain.model.connection import Address, ConnectionKey
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.offer_link import LinkSender

PAGE = Path(__file__).parents[3] / "docs" / "howto" / "embed.md"
MEMORY = '"sqlite:///:memory:"'
AT = "https://tracker.example.com"


@frozen
class Host:
    """`names` are those that the page gives to things; `http` reaches its app."""

    names: dict[str, Any]
    http: httpx.Client

    @property
    def integrations(self) -> Integrations:
        made = self.names["integrations"]
        assert isinstance(made, Integrations)
        return made

    def connect(self, provider: str, secret: str, **settings: object) -> Connection:
        known = self.integrations.application.provider(provider)
        wanted = NewProviderConnection(
            owner=ANNA,
            provider=known.key,
            name=known.title,
            key=ConnectionKey(f"key-for-{provider}"),
            settings=settings,
            secrets={known.dialect.signing_secret: secret},
        )
        return self.integrations.application.connect(wanted)

    def where_to_call(self, connection: Connection) -> str:
        """The address that our jobs register at a provider."""
        address = self.integrations.parts.outside.webhook_address(connection)
        assert address is not None
        return address

    def says(self, function: str, *given: object) -> str:
        spoken: Callable[..., str] = self.names[function]
        return spoken(*given)


@pytest.fixture
def host(house: House, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setitem(sys.modules, "flask", small_flask)
    code = as_one_file(PAGE)
    assert code.count(MEMORY) == 1
    names: dict[str, Any] = {"__name__": PAGE.stem}
    exec(compile(code.replace(MEMORY, repr(database)), str(PAGE), "exec"), names)  # noqa: S102 - our own page
    with httpx.Client(transport=httpx.WSGITransport(app=names["app"]), base_url=AT) as http:
        yield Host(names, http)
    names["begin"]()
    names["end"]()
    names["engine"].dispose()


def test_a_command_is_answered_at_both_of_its_addresses(host: Host, house: House) -> None:
    connection = host.connect("slack", SECRET, team_id="T1", linked_slack_user_id="U1")
    for address, text, said in (
        (KEYLESS, "start web", "Timer started for *Web*"),
        (host.where_to_call(connection), "status", "Active timer"),
    ):
        body = house.command(text)
        got = host.http.post(address, content=body, headers=signed(body))
        assert (got.status_code, got.headers["content-type"]) == (200, "application/json")
        assert said in got.json()["text"]


def test_a_hook_that_our_jobs_registered_is_taken_and_one_that_is_not_signed_refused(
    host: Host,
) -> None:
    address = host.where_to_call(host.connect("github", github_house.SECRET))
    body = github_house.event("pinned", github_house.issue())
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": "issues",
        "X-GitHub-Delivery": "72d3162e",
        "X-Hub-Signature-256": github_house.signature(body),
    }
    got = host.http.post(address, content=body, headers=headers)
    assert (got.status_code, got.json()) == (202, {"ok": True, "ignored": "unknown repository"})
    refused = host.http.post(address, content=body + b" ", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (401, "untrusted")
    unknown = host.http.post(f"{address}x", content=body, headers=headers)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_connected")


def test_a_person_links_themselves_at_the_address_they_are_told(host: Host) -> None:
    connection = host.connect("slack", SECRET, team_id="T1", team_name="<Crew>")
    sender = LinkSender(connection.id, connection.provider, Address("T1/U1"), "U1")
    address = host.integrations.application.receive.offer_link(sender).address
    assert address.startswith(AT)
    shown = host.http.get(address)
    assert '<form method="post">Shall U1 of &lt;Crew&gt; act as you?' in shown.text
    assert host.http.post(address).text == "You are linked."
    assert host.http.get(address).status_code == host.http.post(address).status_code == 410


def test_a_consent_comes_back_to_the_browser_that_began_it(host: Host) -> None:
    sent = host.http.get("/integrations/google/connect")
    assert sent.status_code == 302
    wanted = httpx.URL(sent.headers["location"]).params
    assert wanted["redirect_uri"] == f"{AT}/integrations/google/callback"
    back = {"state": wanted["state"], "error": "access_denied"}
    denied = host.http.get("/integrations/google/callback", params=back)
    assert (denied.status_code, denied.text) == (400, "Not connected: access_denied.")
    again = host.http.get("/integrations/google/callback", params=back)
    assert (again.status_code, again.text.split(",")[0]) == (400, "This took too long")


def test_a_timer_of_the_hosts_is_announced_in_its_transaction(host: Host) -> None:
    timer = host.names["timer"]
    assert isinstance(timer, Timer)
    host.connect("slack", SECRET, channel_id="C0GENERAL")
    host.names["start"](timer)
    with host.names["engine"].connect() as database:
        assert database.scalar(sa.select(sa.func.count()).select_from(outbox)) == 1


def test_what_a_host_asks_is_put_into_words(host: Host) -> None:
    missing = "Integration not configured"
    assert host.says("tested", ANNA, "slack") == host.says("synced", ANNA, "slack") == missing
    host.connect("slack", SECRET, team_id="T1", linked_slack_user_id="U1")
    assert host.says("tested", ANNA, "slack").startswith("It is complete")
    assert host.says("synced", ANNA, "slack") == "There is nothing to sync."
