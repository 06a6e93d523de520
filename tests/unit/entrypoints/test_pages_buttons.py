"""What the buttons of a card do, and what the note says that is shown then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from house import ANNA, SECRET, Front, House
from parlour import HOME, Visitor, furnished, section, visitor, words_of

from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.work import Sync
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.outside import Outside


class Account:
    """One that says what a test wants it to say."""

    def __init__(self) -> None:
        self.says: str | Exception = "Connected as anna."

    def asks(self, *_: Any) -> bool:
        return False

    def try_out(self, *_: Any) -> str:
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def anna(house: House, front: Front, account: Account) -> Visitor:
    nobody: Any = object()
    outside = Outside(
        accounts={"github_connector": account},  # type: ignore[dict-item]
        trackers={"github_connector": nobody},
    )
    front.behind = furnished(house, outside)
    return visitor(house)


@pytest.fixture
def connected(anna: Visitor) -> Connection:
    anna.saves("github", github_token="ghp_7", repo_owner="octo", repo_name="app")
    return github(anna)


def github(who: Visitor) -> Connection:
    found = who.house.application.show(ConnectionOf(ANNA, "github_connector"))
    assert found
    return found


def told(page: str, card: str = "github") -> str:
    return words_of(section(page, card).partition('class="notice')[2].partition("</p>")[0])


def test_a_test_says_what_the_provider_said(
    anna: Visitor, connected: Connection, account: Account
) -> None:
    assert connected.state.works
    assert told(anna.presses(f"{HOME}/github/test")).endswith("Connected as anna.")
    account.says = ProviderRefused("bad credentials")
    page = anna.presses(f"{HOME}/github/test")
    assert told(page).endswith("Bad credentials.")
    assert 'class="notice bad" role="alert"' in section(page, "github")


def test_a_test_of_nothing_says_so(anna: Visitor) -> None:
    assert told(anna.presses(f"{HOME}/slack/test"), "slack").endswith("Integration not configured.")


@pytest.mark.usefixtures("connected")
def test_a_test_of_a_connection_that_rests_says_that_it_does(anna: Visitor) -> None:
    anna.presses(f"{HOME}/github/pause")
    assert told(anna.presses(f"{HOME}/github/test")).endswith("The connection is paused.")


def test_a_test_says_what_is_missing_on_our_side(anna: Visitor) -> None:
    anna.saves("slack", signing_secret=SECRET)
    page = anna.presses(f"{HOME}/slack/test")
    assert told(page, "slack").endswith("No user of the provider is linked to you.")


def test_a_sync_is_asked_for_and_not_waited_for(anna: Visitor, connected: Connection) -> None:
    """The first may be under way, and past what just happened: one more comes after it, and no third."""
    with SqlUnitOfWork(anna.house.engine)() as tx:
        tx.jobs.drop(connected.id)
        tx.commit()
    assert "A sync was asked for." in told(anna.presses(f"{HOME}/github/sync"))
    for _ in range(2):
        anna.presses(f"{HOME}/github/sync")
    with SqlUnitOfWork(anna.house.engine)() as tx:
        waiting = tx.jobs.waiting(anna.house.clock.now())
        job = tx.jobs.take(anna.house.clock.now(), lease=timedelta())
    assert waiting.due == 2
    assert job
    assert (job.connection, job.work) == (connected.id, Sync("asked for"))


def test_what_is_not_connected_cannot_be_synced(anna: Visitor) -> None:
    for card in ("github", "slack"):
        page = anna.presses(f"{HOME}/{card}/sync")
        assert "Nothing can be synced" in told(page, card)
        assert 'class="notice bad"' in section(page, card)


def test_a_connection_rests_and_goes_on(anna: Visitor, connected: Connection) -> None:
    page = anna.presses(f"{HOME}/github/pause")
    assert told(page).endswith("Paused.")
    assert "Nothing is taken in or sent until you resume it." in words_of(page)
    assert github(anna).state is ConnectionState.PAUSED
    assert told(anna.presses(f"{HOME}/github/resume")).endswith("Resumed.")
    assert github(anna).state is ConnectionState.ACTIVE


def test_what_cannot_be_paused_says_why(anna: Visitor, connected: Connection) -> None:
    anna.house.put(connected, ConnectionState.NEEDS_RECONNECT)
    page = anna.presses(f"{HOME}/github/pause")
    assert told(page).endswith("It does not work at the moment: needs_reconnect.")
    assert github(anna).state is ConnectionState.NEEDS_RECONNECT


def test_to_disconnect_is_asked_first_and_wipes_every_secret(
    anna: Visitor, connected: Connection
) -> None:
    asked = section(anna.sees(), "github").partition("<details")[2].partition("</details>")[0]
    assert "Disconnect GitHub? Its secrets are wiped" in words_of(f"<{asked}")
    page = anna.presses(f"{HOME}/github/disconnect")
    assert "Disconnected; its secrets are wiped." in told(page)
    ended = github(anna)
    assert ended.state is ConnectionState.DISABLED
    assert (ended.sealed("github_token"), ended.sealed("webhook_secret")) == (None, None)
    assert connected.sealed("github_token")


def test_a_note_is_for_whoever_did_it_and_for_now(anna: Visitor, connected: Connection) -> None:
    got = anna.posts(f"{HOME}/github/pause")
    cookie = got.headers["set-cookie"]
    for flag in ("HttpOnly", "SameSite=lax", "Secure", "Max-Age=60", "Path=/"):
        assert flag in cookie
    assert "Paused" not in cookie
    name = "__Host-tt_note"
    left = anna.browser.cookies[name]
    ben = visitor(anna.house, "ben")
    ben.browser.cookies[name] = left
    assert "Paused." not in words_of(section(ben.sees(), "github"))
    anna.house.clock.advance(timedelta(seconds=61))
    assert "Paused." not in told(anna.sees())


@pytest.mark.parametrize("left", ["", "x", "v1.k1.AAAA", "a.b.c.d"])
def test_a_note_that_was_made_up_says_nothing(anna: Visitor, left: str) -> None:
    anna.browser.cookies["__Host-tt_note"] = left
    assert 'class="notice' not in anna.sees()


def test_a_long_answer_is_cut_to_what_a_cookie_holds(
    anna: Visitor, connected: Connection, account: Account
) -> None:
    account.says = "Ü" * 5000
    got = anna.posts(f"{HOME}/github/test")
    assert len(got.headers["set-cookie"]) < 4096
    assert "ÜÜÜ…" in anna.sees()
