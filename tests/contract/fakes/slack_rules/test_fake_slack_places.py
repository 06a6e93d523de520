"""Places and people, registered addresses, and several threads at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest
from slack_in_process import client, post

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.slack.fake import FakeSlack


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("https://tt.example/oauth", 200),
        ("https://tt.example/oauth/slack?x=1", 200),
        ("https://tt.example/oauth.evil.example", 400),
        ("https://tt.example.evil/oauth", 400),
    ],
)
def test_only_registered_addresses_and_folders_below_get_codes(
    fake: FakeSlack, target: str, status: int
) -> None:
    fake.configure(redirect_urls=["https://tt.example/oauth"])
    asked = {"client_id": fake.app.client_id, "scope": "commands", "redirect_uri": target}
    browser = httpx.Client(transport=fake.transport)
    page = browser.get(f"https://slack.test/oauth/v2/authorize?{urlencode(asked)}")
    assert page.status_code == status


def test_ids_and_names_are_given_once(fake: FakeSlack) -> None:
    for again in (
        lambda: fake.add_user("U0ADA"),
        lambda: fake.add_channel("general"),
        lambda: fake.add_channel("other", "C0GENERAL"),
        lambda: fake.add_team("T0SANDBOX"),
    ):
        with pytest.raises(ValueError, match="exists"):
            again()
    for unknown in (lambda: fake.archive("nowhere"), lambda: fake.deactivate("nobody")):
        with pytest.raises(ValueError, match="no "):
            unknown()


def test_a_user_added_by_name_gets_an_id(fake: FakeSlack) -> None:
    bob = fake.add_user("bob", tz=None)
    assert bob.id.startswith("U")
    assert (bob.name, fake.memory.users[bob.id]) == ("bob", bob)


def test_a_person_can_join_a_channel_and_be_told_there(fake: FakeSlack, bot: httpx.Client) -> None:
    fake.add_channel("board", kind="private")
    fake.invite("board", "ada")
    told = {"channel": "board", "user": "U0ADA", "text": "psst"}
    assert bot.post("chat.postEphemeral", json=told).json()["ok"] is True
    fake.kick("board", "ada")
    answer = bot.post("chat.postEphemeral", json=told).json()
    assert answer["error"] == "user_not_in_channel"
    nobody = bot.post("chat.postEphemeral", json={**told, "user": "U0NOBODY"}).json()
    assert nobody["error"] == "user_not_found"


def test_the_request_url_is_one_address_for_all_or_one_for_each(fake: FakeSlack) -> None:
    fake.request_url = "https://tt.example/slack"
    fake.configure(events_url="https://tt.example/events")
    assert (fake.request_url, fake.app.interactivity_url) == ("https://tt.example/slack",) * 2
    assert fake.state()["app"]["events_url"] == "https://tt.example/events"


def test_a_channel_is_public_or_private(fake: FakeSlack) -> None:
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test")
    answer = browser.post("/_fake/add_channel", json={"name": "x", "kind": "secret"})
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_an_installation_of_an_enterprise_names_it(fake: FakeSlack) -> None:
    fake.add_team("T0BIG", "Big", enterprise="E0BIG")
    asked = {
        "client_id": fake.app.client_id,
        "user_scope": "users:read",
        "redirect_uri": "https://x",
    }
    url = "https://slack.test/oauth/v2/authorize?" + urlencode({**asked, "team": "T0BIG"})
    code = httpx.URL(fake.allow(url, "U0BOB")).params["code"]
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test/api/")
    secrets = (fake.app.client_id, fake.app.client_secret)
    form = {"code": code, "redirect_uri": "https://x"}
    answer = browser.post("oauth.v2.access", data=form, auth=secrets).json()
    assert answer["enterprise"] == {"id": "E0BIG", "name": "Big Enterprise"}
    assert "access_token" not in answer
    assert answer["authed_user"]["token_type"] == "user"


def test_a_response_url_takes_a_form_with_a_payload(fake: FakeSlack) -> None:
    fake.request_url = "http://127.0.0.1:9/"
    url = fake.slash("/tt", "ada").response_url
    browser = httpx.Client(transport=fake.transport)
    assert browser.post(url, data={"payload": json.dumps({"text": "hi"})}).text == "ok"
    assert browser.post(url, data={"payload": "nonsense"}).status_code == 400
    assert [m.text for m in fake.ephemerals("ada")] == ["hi"]


def test_the_lock_is_free_while_slack_calls_us() -> None:
    def answering(url: str, headers: Mapping[str, str], body: bytes) -> Response | NoAnswer:
        done = threading.Thread(target=post, args=(client(fake, fake.bot_token),))
        done.start()
        done.join(timeout=5)
        return Response(500 if done.is_alive() else 200)

    fake = FakeSlack(request_url="https://tt.example/slack", call=answering)
    assert fake.slash("/tt", "U1").status == 200
    assert len(fake.messages("general")) == 1


def test_of_many_refreshes_at_once_one_succeeds(fake: FakeSlack) -> None:
    fake.configure(rotates_tokens=True)
    secrets = {"client_id": fake.app.client_id, "client_secret": fake.app.client_secret}
    asked = {"client_id": fake.app.client_id, "scope": "commands", "redirect_uri": "https://x"}
    target = fake.allow("https://slack.test/oauth/v2/authorize?" + urlencode(asked), "ada")
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test/api/")
    code = httpx.URL(target).params["code"]
    first = {**secrets, "code": code, "redirect_uri": "https://x"}
    refresh = browser.post("oauth.v2.access", data=first).json()["refresh_token"]
    again = {**secrets, "grant_type": "refresh_token", "refresh_token": refresh}

    def renew(_: int) -> str:
        return str(browser.post("oauth.v2.access", data=again).json().get("error", "ok"))

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(renew, range(8)))

    assert results == ["invalid_refresh_token"] * 7 + ["ok"]


def test_every_message_has_its_own_ts_at_one_moment(fake: FakeSlack, bot: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: post(bot)["ts"], range(40)))
    assert len(set(answers)) == 40
    assert [m.ts for m in fake.messages("general")] == sorted(answers)
