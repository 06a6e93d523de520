"""Pages of a service that browsers reach by a public address of https, and people with odd names."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import sqlalchemy as sa
from house import ANNA, BEN, VAULT, Front, House

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.oauth import SlackOAuth
from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import web_app
from tt_integrations.entrypoints.outside import Outside

CONNECT, SLACK = "/integrations/slack/connect", "slack_connector"


@pytest.fixture(params=["https://tt.example", "https://tt.example/sub"])
def public(request: pytest.FixtureRequest, house: House, front: Front) -> str:
    """The house behind that address, with an app of the fake Slack."""
    address = str(request.param)
    fake = FakeSlack(clock=house.clock)
    oauth = SlackOAuth(
        Clients(fake.transport), house.clock, fake.app.client_id, fake.app.client_secret
    )
    outside = Outside(public_address=address, oauths={SLACK: oauth})
    parts = Parts(SqlUnitOfWork(house.engine), VAULT, house.clock, outside=outside)
    front.behind = web_app(build(parts), public_address=address)
    return address


def begun(house: House) -> httpx.Response:
    headers = {**house.token(BEN, "tt_ben"), "host": "evil.example"}
    return house.http.get(CONNECT, headers=headers)


def test_the_way_back_is_the_public_address(house: House, public: str) -> None:
    asked = parse_qs(urlsplit(begun(house).headers["location"]).query)
    assert asked["redirect_uri"] == [f"{public}/integrations/slack/callback"]


def test_the_cookie_is_for_the_way_back_alone(house: House, public: str) -> None:
    _, *attributes = begun(house).headers["set-cookie"].split("; ")
    path = urlsplit(f"{public}/integrations/slack").path
    assert {attribute.lower() for attribute in attributes} == {
        "httponly",
        "secure",
        "samesite=lax",
        "max-age=600",
        f"path={path}",
    }


def test_the_address_of_a_link_is_the_public_one(house: House, public: str) -> None:
    house.connect(ANNA, "U1")
    assert f"{public}/integrations/slack/link/" in house.says("link", user="U2")


def test_each_attempt_has_a_state_and_a_cookie_of_its_own(house: House, public: str) -> None:
    first, second = begun(house), house.http.get(CONNECT, headers=house.token(BEN, "tt_ben_2"))
    states = [
        parse_qs(urlsplit(attempt.headers["location"]).query)["state"]
        for attempt in (first, second)
    ]
    assert states[0] != states[1]
    assert first.headers["set-cookie"] != second.headers["set-cookie"]
    assert public in parse_qs(urlsplit(second.headers["location"]).query)["redirect_uri"][0]


@pytest.mark.usefixtures("public")
def test_names_are_shown_as_text_and_in_no_script(house: House) -> None:
    with house.engine.begin() as database:
        renamed = sa.update(users).where(users.c.id == BEN)
        database.execute(renamed.values(username="<script>alert(1)</script>{title}"))
    connection = house.connect(ANNA, "U1")
    with SqlUnitOfWork(house.engine)() as tx:
        tx.connections.save(connection.id, {"team_name": "<b>T&1</b>{body}"})
        tx.commit()
    code = re.search(r"/link/([\w-]+)", house.says("link", user="U2"))
    assert code is not None
    page = house.http.get(f"/integrations/slack/link/{code[1]}", headers=house.token(BEN, "tt_ben"))
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "<b>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{title}" in page.text
    assert "&lt;b&gt;T&amp;1&lt;/b&gt;{body}" in page.text
