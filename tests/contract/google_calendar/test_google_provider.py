"""The record by which the rest of the program knows Google Calendar."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from google_consent import ASK
from google_ground import ME, Ground, ground
from google_pushes import pushed

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers import Adapters, Wiring
from tt_integrations.adapters.providers.google_calendar.provider import OPTIONS, PROVIDER
from tt_integrations.adapters.providers.google_calendar.scopes import READ, WRITE
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.delivery import AddressCheck, Answer, Ignored
from tt_integrations.domain.model.grants import Learnt
from tt_integrations.domain.usecases.spoken import Acknowledged, Busy, NotLinked, Spoken


@pytest.fixture
def it() -> Ground:
    return ground()


def adapters(it: Ground, **chosen: str) -> Adapters:
    options = {option.name: option.default for option in OPTIONS} | chosen
    assert PROVIDER.adapters is not None
    return PROVIDER.adapters(Wiring(Clients(it.fake.transport), it.fake.clock, options))


def test_it_is_called_as_in_the_reference_system() -> None:
    assert (PROVIDER.name, PROVIDER.key) == ("google", "google_calendar_connector")
    assert PROVIDER.title == "Google Calendar"


def test_only_the_clients_secret_is_one() -> None:
    assert [option.name for option in OPTIONS if option.secret] == ["client_secret"]
    assert "GOCSPX" not in repr(OPTIONS)


def test_its_adapters_reach_google_where_the_options_say(it: Ground) -> None:
    client = it.fake.client
    made = adapters(it, client_id=client.client_id, client_secret=client.client_secret)
    assert made.oauth is not None
    assert it.fake.approve(made.oauth.consent_address(ASK), ME).startswith(ASK.redirect)
    assert made.account is not None
    assert made.account.learn(it.access, Changes({"calendar_id": ME}), {}) == Learnt()
    assert "can be read" in made.account.try_out(it.access, {})
    with it.fake.serve() as here:
        moved = adapters(it, authorize_url=f"{here.url}/auth", client_id="x").oauth
        assert moved is not None
        assert moved.consent_address(ASK).startswith(f"{here.url}/auth?")


def test_a_client_that_is_not_set_up_offers_no_consent(it: Ground) -> None:
    assert adapters(it).oauth is None


@pytest.mark.parametrize(
    "reply",
    [
        Acknowledged(),
        Ignored("x"),
        AddressCheck(),
        Spoken(NotLinked("x"), None, None, in_answer=True),
    ],
)
def test_google_is_told_that_it_was_taken_and_no_more(reply: object) -> None:
    answer = PROVIDER.write(reply)  # type: ignore[arg-type]
    assert isinstance(answer, Answer)
    assert json.loads(answer.body) == {"ok": True}


def test_nobody_at_google_waits_for_words() -> None:
    assert PROVIDER.meanwhile(pushed()) is None
    assert json.loads(PROVIDER.follow_up(Spoken(Busy(), None, None, in_answer=False)).body) == {
        "ok": True
    }


def test_google_can_be_listened_to_without_an_http_client() -> None:
    module = "tt_integrations.adapters.providers.google_calendar.provider"
    program = f"import sys, {module}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], check=True, capture_output=True, text=True
    )
    assert module in done.stdout.split()
    assert {"httpx", "starlette", "sqlalchemy"}.isdisjoint(done.stdout.split())


@pytest.mark.parametrize(
    ("direction", "granted", "missing"),
    [
        ("import", {READ}, []),
        ("import", {WRITE}, []),
        ("import", set(), [READ]),
        ("both", {READ}, [WRITE]),
        ("export", {WRITE}, []),
    ],
)
def test_what_a_direction_needs_and_was_not_granted_is_named(
    direction: str, granted: set[str], missing: list[str]
) -> None:
    settings = {"sync_direction": direction}
    assert list(PROVIDER.lacks(settings, frozenset(granted))) == missing
