"""Consent, codes, PKCE and the rotation of tokens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator

import published_schemas
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack

ACCESS = published_schemas.slack("oauth.v2.access")
BACK = "https://tt.example/oauth"
# the pair of RFC 7636, appendix B
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
def fake() -> FakeSlack:
    slack = FakeSlack(clock=ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC)))
    slack.add_user("U0ADA", "ada")
    return slack


@pytest.fixture
def client(fake: FakeSlack) -> Iterator[WebClient]:
    with fake.serve() as here:
        yield WebClient(base_url=f"{here.url}/api/")
    for seen in fake.requests:
        if seen.response is not None and seen.operation == "oauth.v2.access":
            ACCESS.validate(seen.response.json())


def ask(fake: FakeSlack, **more: str) -> str:
    asked = {"client_id": fake.app.client_id, "scope": "commands,chat:write", "state": "s1"}
    return "https://slack.test/oauth/v2/authorize?" + urlencode(
        asked | {"redirect_uri": BACK} | more
    )


def code(fake: FakeSlack, **more: str) -> str:
    return parse_qs(urlsplit(fake.allow(ask(fake, **more), "U0ADA")).query)["code"][0]


def exchange(client: WebClient, fake: FakeSlack, **arguments: Any) -> Any:
    secrets = {"client_id": fake.app.client_id, "client_secret": fake.app.client_secret}
    return client.oauth_v2_access(**secrets | {"redirect_uri": BACK} | arguments)


def refusal(client: WebClient, fake: FakeSlack, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        exchange(client, fake, **arguments)
    error: str = refused.value.response["error"]
    return error


def test_the_page_of_consent_leads_back_with_a_code_and_the_state(fake: FakeSlack) -> None:
    url = AuthorizeUrlGenerator(
        client_id=fake.app.client_id,
        scopes=["chat:write"],
        redirect_uri=BACK,
        authorization_url="https://slack.test/oauth/v2/authorize",
    ).generate("s<1>")
    browser = httpx.Client(transport=fake.transport)

    page = browser.get(url)
    form = dict(httpx.URL(url).params) | {"user": "U0ADA", "answer": "allow"}
    clicked = browser.post("https://slack.test/oauth/v2/authorize", data=form)

    assert "Allow" in page.text
    assert "s&lt;1&gt;" in page.text
    target = parse_qs(urlsplit(clicked.headers["location"]).query)
    assert (clicked.status_code, target["state"]) == (302, ["s<1>"])
    assert target["code"][0] in fake.memory.codes


def test_cancelling_leads_back_with_access_denied(fake: FakeSlack) -> None:
    target = fake.allow(ask(fake), "U0ADA", answer="cancel")
    assert parse_qs(urlsplit(target).query) == {"error": ["access_denied"], "state": ["s1"]}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example"}, "bad_redirect_uri"),
        ({"scope": ""}, "invalid_scope"),
        (
            {"code_challenge": "x", "code_challenge_method": "plain"},
            "invalid_code_challenge_method",
        ),
        ({"team": "T0NOWHERE"}, "no team"),
    ],
)
def test_a_wrong_question_gets_an_error_page(
    fake: FakeSlack, wrong: dict[str, str], reason: str
) -> None:
    fake.configure(redirect_urls=[BACK])
    page = httpx.Client(transport=fake.transport).get(ask(fake, **wrong))
    assert page.status_code == 400
    assert reason in page.text
    with pytest.raises(ValueError, match=reason):
        fake.allow(ask(fake, **wrong), "U0ADA")


def test_a_code_becomes_a_bot_token_and_a_user_token(fake: FakeSlack, client: WebClient) -> None:
    answer = exchange(client, fake, code=code(fake, user_scope="users.profile:write"))

    assert (answer["token_type"], answer["scope"]) == ("bot", "commands,chat:write")
    assert answer["team"] == {"id": "T0SANDBOX", "name": "Sandbox"}
    client.token = answer["authed_user"]["access_token"]
    assert client.auth_test()["user_id"] == "U0ADA"
    client.token = answer["access_token"]
    assert client.auth_test()["user_id"] == answer["bot_user_id"]


def test_credentials_may_come_in_the_body(fake: FakeSlack) -> None:
    secrets = {"client_id": fake.app.client_id, "client_secret": fake.app.client_secret}
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test")
    form = {**secrets, "code": code(fake), "redirect_uri": BACK}
    assert browser.post("/api/oauth.v2.access", json=form).json()["error"] == "invalid_post_type"
    assert browser.post("/api/oauth.v2.access", data=form).json()["ok"] is True


def test_scopes_add_up_on_the_same_token(fake: FakeSlack, client: WebClient) -> None:
    first = exchange(client, fake, code=code(fake))
    second = exchange(client, fake, code=code(fake, scope="users:read"))

    assert second["access_token"] == first["access_token"]
    assert second["scope"] == "commands,chat:write,users:read"


def test_a_code_is_good_once_and_for_ten_minutes(fake: FakeSlack, client: WebClient) -> None:
    used, late = code(fake), code(fake)
    exchange(client, fake, code=used)
    assert refusal(client, fake, code=used) == "invalid_code"
    fake.clock.advance(601)
    assert refusal(client, fake, code=late) == "invalid_code"
    assert refusal(client, fake, code="made-up") == "invalid_code"


def test_each_wrong_credential_has_its_own_code(fake: FakeSlack, client: WebClient) -> None:
    assert refusal(client, fake, code=code(fake), client_id="1.2") == "invalid_client_id"
    assert refusal(client, fake, code=code(fake), client_secret="x") == "bad_client_secret"
    assert refusal(client, fake, code=code(fake), redirect_uri="https://x") == "bad_redirect_uri"
    assert refusal(client, fake, code=code(fake), redirect_uri=None) == "bad_redirect_uri"
    assert refusal(client, fake, grant_type="password") == "invalid_grant_type"
    refused = refusal(client, fake, grant_type="refresh_token", refresh_token="x")
    assert refused == "invalid_refresh_token"


def test_a_code_with_a_challenge_needs_its_verifier(fake: FakeSlack, client: WebClient) -> None:
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}

    assert refusal(client, fake, code=code(fake, **proof)) == "invalid_code_verifier"
    assert (
        refusal(client, fake, code=code(fake, **proof), code_verifier="x")
        == "invalid_code_verifier"
    )
    assert exchange(client, fake, code=code(fake, **proof), code_verifier=VERIFIER)["ok"] is True
    fake.configure(allows_pkce=False)
    assert refusal(client, fake, code=code(fake), code_verifier=VERIFIER) == "pkce_not_allowed"


def test_the_official_rotator_gets_new_tokens_of_both_kinds(
    fake: FakeSlack, client: WebClient
) -> None:
    fake.configure(rotates_tokens=True)
    answer = exchange(client, fake, code=code(fake, user_scope="users.profile:write"))
    person = answer["authed_user"]
    # the rotator reads the computer's clock, not the fake's
    soon = int(time.time()) + 60
    installation = Installation(
        user_id="U0ADA",
        bot_id="B1",
        bot_user_id=answer["bot_user_id"],
        bot_token=answer["access_token"],
        bot_refresh_token=answer["refresh_token"],
        bot_token_expires_at=soon,
        user_token=person["access_token"],
        user_refresh_token=person["refresh_token"],
        user_token_expires_at=soon,
    )
    rotator = TokenRotator(
        client_id=fake.app.client_id, client_secret=fake.app.client_secret, client=client
    )

    renewed = rotator.perform_token_rotation(installation=installation)

    assert renewed is not None
    assert answer["expires_in"] == 43200
    assert renewed.bot_token is not None
    assert renewed.bot_token.startswith("xoxe.xoxb-1-")
    assert renewed.bot_token != answer["access_token"]
    assert renewed.user_token is not None
    assert renewed.user_token.startswith("xoxe.xoxp-1-")
    assert renewed.bot_refresh_token != answer["refresh_token"]


def test_a_refresh_token_is_good_once_and_two_access_tokens_live(
    fake: FakeSlack, client: WebClient
) -> None:
    fake.configure(rotates_tokens=True)
    pairs = [exchange(client, fake, code=code(fake))]
    for _ in range(2):
        grant = {"grant_type": "refresh_token", "refresh_token": pairs[-1]["refresh_token"]}
        pairs.append(exchange(client, fake, redirect_uri=None, **grant))
    used = {"grant_type": "refresh_token", "refresh_token": pairs[0]["refresh_token"]}

    assert refusal(client, fake, **used) == "invalid_refresh_token"
    assert whose(client, pairs[0]["access_token"]) == "token_expired"
    assert whose(client, pairs[1]["access_token"]) == "ok"
    client.token = pairs[2]["access_token"]
    client.auth_revoke()
    assert whose(client, pairs[2]["access_token"]) == "account_inactive"
    assert whose(client, pairs[1]["access_token"]) == "ok"
    fake.clock.advance(43200)
    assert whose(client, pairs[1]["access_token"]) == "token_expired"


def whose(client: WebClient, token: str) -> str:
    try:
        client.auth_test(token=token)
    except SlackApiError as refused:
        return str(refused.response["error"])
    return "ok"
