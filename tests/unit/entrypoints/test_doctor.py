"""`tt-integrations doctor`: what it finds, what it says to do, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import sqlalchemy as sa
from attrs import frozen
from house import ANNA, House
from watched import KEYS

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.sql.schema import VERSION_TABLE, head
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.entrypoints import cli

APP = cli.app
OTHER = "k2:" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="


@frozen
class Said:
    code: object
    text: str

    def codes(self, mark: str) -> list[str]:
        told = [line.split() for line in self.text.splitlines() if line.startswith(mark)]
        return [words[1].rstrip(":") for words in told]

    @property
    def wrong(self) -> list[str]:
        return self.codes("WRONG")

    @property
    def fine(self) -> list[str]:
        return self.codes("ok")


Ask = Callable[..., Said]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, database: str, capsys: pytest.CaptureFixture[str]) -> Ask:
    monkeypatch.setenv("TT_DATABASE", database)
    monkeypatch.setenv("TT_KEYS", KEYS)
    monkeypatch.setenv("TT_BASE_URL", "https://time.example.com")

    def asked(*words: str, **settings: str) -> Said:
        for name, value in settings.items():
            monkeypatch.setenv(f"TT_{name.upper()}", value)
        monkeypatch.setattr(cli, "app", partial(APP, ["doctor", *words]))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return Said(caught.value.code, capsys.readouterr().out)

    return asked


def test_where_all_is_well_it_says_so_and_ends_well(ask: Ask, house: House) -> None:
    house.connect(ANNA, "U1")
    said = ask()
    assert (said.code in (0, None), said.wrong) == (True, [])
    assert said.fine == ["base_address", "keys", "migrations", "connections"]
    assert "1 connections that work" in said.text


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", ["base_address_missing"]),
        ("http://time.example.com", ["base_address_not_https"]),
        ("https://localhost", ["base_address_not_public"]),
        ("https://10.0.0.7:8443", ["base_address_not_public"]),
        ("https://tracker.local", ["base_address_not_public"]),
        ("https://time.example.com/webhooks/slack", ["base_address_path"]),
        ("https://time.example.com/a//b", ["base_address_path"]),
        ("http://tracker", ["base_address_not_https", "base_address_not_public"]),
        ("https://time.example.com/tt", []),
    ],
)
def test_an_address_that_nobody_reaches_us_by_is_named(
    ask: Ask, address: str, wrong: list[str]
) -> None:
    said = ask(base_url=address)
    assert said.wrong == wrong
    assert said.code == (1 if wrong else said.code)
    assert ("base_address" in said.fine) == (not wrong)


def test_redirect_addresses_are_told_of_providers_that_are_set_up(ask: Ask) -> None:
    said = ask(slack_client_id="1.2")
    assert "https://time.example.com/integrations/slack/callback" in said.text
    assert "redirect_address" in said.fine
    assert "google" not in said.text
    assert "redirect_not_https" in ask(base_url="http://time.example.com").wrong


def test_without_keys_it_says_how_to_make_one(ask: Ask) -> None:
    said = ask(keys="")
    assert (said.code, said.wrong) == (1, ["keys_missing"])
    assert "tt-integrations keys generate" in said.text


def test_old_tables_are_to_be_migrated(ask: Ask, engine: sa.Engine) -> None:
    with engine.begin() as connection:
        table = sa.table(VERSION_TABLE, sa.column("version_num"))
        connection.execute(sa.update(table).values(version_num="0001"))
    said = ask()
    assert (said.code, said.wrong) == (1, ["migrations_missing"])
    assert f"at revision 0001, and should be at {head()}" in said.text
    assert "tt-integrations migrate" in said.text


def test_a_database_that_is_away_is_named(ask: Ask) -> None:
    said = ask(database="sqlite:////no/such/folder/tracker.db")
    assert (said.code, said.wrong) == (1, ["database_unavailable"])


def test_secrets_under_an_earlier_key_are_counted_and_under_a_lost_one_are_wrong(
    ask: Ask, house: House
) -> None:
    house.connect(ANNA, "U1")
    rotated = ask(keys=f"{OTHER},{KEYS}")
    assert rotated.wrong == []
    assert "1 secrets are sealed under an earlier key" in rotated.text
    lost = ask(keys=OTHER)
    assert (lost.code, lost.wrong) == (1, ["secret_unreadable"])
    assert "signing_secret" in lost.text


def test_a_repository_without_a_webhook_is_named_with_the_reason(ask: Ask, house: House) -> None:
    house.application.connect(
        NewProviderConnection(
            owner=ANNA,
            provider="github_connector",
            name="GitHub",
            key=ConnectionKey("key-of-github"),
            settings={"repositories": [{"name": "acme/web", "project": 1}]},
            secrets={"webhook_secret": "s3cret"},
        )
    )
    said = ask()
    assert (said.code, said.wrong) == (1, ["webhook_missing"])
    assert "acme/web" in said.text


@pytest.fixture
def slack_api(provider_clock: ProviderClock) -> Iterator[tuple[FakeSlack, str]]:
    fake = FakeSlack(clock=provider_clock)
    with fake.serve(0) as served:
        yield fake, f"{served.url}/api"


def test_online_each_connection_is_tried_out(
    ask: Ask, house: House, slack_api: tuple[FakeSlack, str]
) -> None:
    fake, url = slack_api
    settings = {"team_id": "T1", "linked_slack_user_id": "U1", "channel_id": "C0GENERAL"}
    secrets = {"signing_secret": "s", "bot_token": fake.bot_token}
    house.application.connect(
        NewProviderConnection(
            ANNA, "slack_connector", "Slack", ConnectionKey("k"), settings, secrets
        )
    )
    said = ask("--online", slack_api_url=url)
    assert said.wrong == []
    assert {"clock", "connection"} <= set(said.fine)
    fake.uninstall()
    said = ask("--online", slack_api_url=url)
    assert (said.code, said.wrong) == (1, ["provider_refused"])


def test_online_a_provider_that_does_not_answer_is_named(ask: Ask, house: House) -> None:
    house.connect(ANNA, "U1")
    said = ask("--online", slack_api_url="http://127.0.0.1:9/api")
    assert said.wrong[0] == "provider_unreachable"
    assert said.code == 1


def test_offline_nobody_is_asked(ask: Ask, house: House) -> None:
    house.connect(ANNA, "U1")
    assert ask(slack_api_url="http://127.0.0.1:9/api").wrong == []
    with SqlUnitOfWork(house.engine).reading() as tx:
        assert tx.connections.owned("slack_connector", ANNA) is not None
