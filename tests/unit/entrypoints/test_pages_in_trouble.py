"""What people enter on a card that is not taken, and what others send in their name."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, FORM, JSON, SECRET, Front, House
from lobby import Browser
from parlour import HOME, Visitor, form_of, furnished, section, visitor, words_of

from tt_integrations.adapters.sql.host_tables import projects, users
from tt_integrations.domain.errors import CallRejected, IntegrationError, ProviderRefused
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.outside import Outside

HOSTILE = '<script>alert("1")</script>\'&amp;'


class Moody:
    """An account that always says the same."""

    def __init__(self) -> None:
        self.error: IntegrationError | None = None

    def asks(self, *_: Any) -> bool:
        return self.error is not None

    def learn(self, *_: Any) -> Any:
        raise self.error or AssertionError


@pytest.fixture
def account() -> Moody:
    return Moody()


@pytest.fixture
def anna(house: House, front: Front, account: Moody) -> Visitor:
    outside = Outside(accounts={"slack_connector": account})  # type: ignore[dict-item]
    front.behind = furnished(house, outside)
    return visitor(house)


def is_connected(who: Visitor, provider: str = "slack_connector", person: Any = ANNA) -> bool:
    return who.house.application.show(ConnectionOf(person, provider)) is not None


@pytest.mark.parametrize(
    ("card", "typed", "field", "said"),
    [
        ("slack", {"channel_id": "time"}, "channel_id", "Expected #channel"),
        ("slack", {"daily_summary_time": "25:00"}, "daily_summary_time", "Expected a time of day"),
        ("slack", {"weekly_summary_day": "9"}, "weekly_summary_day", "Expected a weekday"),
        ("slack", {"bot_token": "with space"}, "bot_token", "Expected the text as Slack"),
        ("github", {"tags": "bug"}, "tags", "Expected one a line, as label = tag."),
        ("github", {"priorities": "bug = soon"}, "priorities", "Expected each label with one of"),
        ("github", {"repositories.0.name": "octo"}, "repositories", "owner/name"),
        ("github", {"default_project_id": "4711"}, "default_project_id", "that you may use"),
        ("google", {"overlap": "maybe"}, "overlap", "Expected one of"),
    ],
)
def test_an_error_stands_beside_its_field_and_what_was_typed_stays(
    anna: Visitor, card: str, typed: dict[str, str], field: str, said: str
) -> None:
    got = anna.fills_in(card, **typed)
    assert got.status_code == 422
    shown = section(got.text, card)
    assert f'id="{card}-{field}-error"' in shown
    assert shown.count('aria-invalid="true"') == 1
    assert said in words_of(shown)
    kept = form_of(got.text, f"{HOME}/{card}/save").fields
    if field not in ("bot_token", "weekly_summary_day", "overlap"):
        assert {name: kept[name] for name in typed} == typed
    assert not is_connected(anna, f"{card}_connector")


def test_a_group_with_an_error_in_it_is_open(anna: Visitor) -> None:
    shown = section(anna.fills_in("github", tags="bug").text, "github")
    assert shown.count('<details class="group" open>') == 1


def test_the_other_cards_stay_as_they_were(anna: Visitor) -> None:
    anna.saves("google", calendar_id="mine@example.org")
    page = anna.fills_in("slack", channel_id="time").text
    assert form_of(page, f"{HOME}/google/save").fields["calendar_id"] == "mine@example.org"
    assert "aria-invalid" not in section(page, "google")


def test_secrets_are_not_kept_in_a_form_that_was_refused(anna: Visitor) -> None:
    got = anna.fills_in("slack", channel_id="time", signing_secret=SECRET, bot_token="xoxb-7")
    assert got.status_code == 422
    assert SECRET not in got.text
    assert "xoxb-7" not in got.text


def test_a_token_that_the_provider_refuses_is_said_at_its_field(
    anna: Visitor, account: Moody
) -> None:
    account.error = ProviderRefused("invalid_auth")
    got = anna.fills_in("slack", bot_token="xoxb-7", channel_id="#time")
    assert (got.status_code, "xoxb-7" in got.text) == (422, False)
    assert 'id="slack-bot_token-error"' in got.text


def test_trouble_that_is_about_no_field_stands_above_the_form_and_nothing_is_lost(
    anna: Visitor, account: Moody
) -> None:
    account.error = CallRejected("invalid_arguments")
    got = anna.fills_in("slack", bot_token="xoxb-7", channel_id="#time")
    assert got.status_code == 502
    assert "The provider does not take the call." in words_of(section(got.text, "slack"))
    assert form_of(got.text, f"{HOME}/slack/save").fields["channel_id"] == "#time"


@pytest.mark.parametrize("action", ["save", "test", "sync", "pause", "resume", "disconnect"])
def test_a_form_without_the_sessions_proof_changes_nothing(anna: Visitor, action: str) -> None:
    got = anna.browser.ask("POST", f"{HOME}/slack/{action}", data={"channel_id": "#time"})
    assert got.status_code == 403
    assert not is_connected(anna)


@pytest.mark.parametrize("action", ["save", "test", "sync", "pause", "resume", "disconnect"])
def test_whoever_is_not_signed_in_is_asked_to(anna: Visitor, action: str) -> None:
    got = Browser(anna.house.http).ask("POST", f"{HOME}/slack/{action}")
    assert (got.status_code, got.headers["location"]) == (303, "/sign-in?next=%2Fintegrations")


@pytest.mark.parametrize("action", ["pause", "resume", "disconnect"])
def test_somebody_elses_connection_is_as_good_as_none(anna: Visitor, action: str) -> None:
    anna.house.connect(ANNA, "U1")
    theirs = anna.house.application.show(ConnectionOf(ANNA, "slack_connector"))
    assert theirs
    ben = visitor(anna.house, "ben")
    answers = [
        ben.posts(f"{HOME}/connections/{number}/{action}") for number in (theirs.id, 4711, 0)
    ]
    assert [got.status_code for got in answers[:2]] == [404, 404]
    assert words_of(answers[0].text) == words_of(answers[1].text)
    assert answers[2].status_code in (400, 404)
    assert anna.house.application.show(ConnectionOf(ANNA, "slack_connector")) == theirs


@pytest.mark.parametrize("path", ["nobody/save", "nobody/test", "nobody/disconnect", "slack/pause"])
def test_what_is_not_there_is_said_on_a_page(anna: Visitor, path: str) -> None:
    got = anna.posts(f"{HOME}/{path}")
    assert got.status_code == 404
    assert got.headers["content-type"].startswith("text/html")
    assert "There is nothing here that you may see." in words_of(got.text)


def test_names_and_titles_are_shown_as_they_are_and_run_nothing(anna: Visitor) -> None:
    with anna.house.engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.id == BEN).values(username=HOSTILE))
        connection.execute(sa.update(projects).where(projects.c.id == 1).values(name=HOSTILE))
    anna.house.connect(BEN, "U2")
    anna.saves("google", calendar_id='"><script>')
    page = anna.sees()
    assert page.count("<script") == 1
    assert 'value="&#34;&gt;&lt;script&gt;"' in page
    assert escape(HOSTILE, quote=False).split("alert")[0] in page
    refused = anna.fills_in("slack", channel_id=HOSTILE)
    assert refused.text.count("<script") == 1
    assert form_of(refused.text, f"{HOME}/slack/save").fields["channel_id"] == HOSTILE


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"[1]", JSON, 400),
        (b"\xff=1", FORM, 400),
        (b'{"channel_id": ["x"]}', JSON, 422),
        (b'{"notify_on_start": "perhaps"}', JSON, 422),
        (b'{"channel_id": "%b"}' % (b"x" * 70_000), JSON, 413),
    ],
)
def test_no_body_breaks_a_card(anna: Visitor, body: bytes, media_type: str, status: int) -> None:
    headers = {"content-type": media_type, "x-csrf-token": anna.browser.csrf}
    got = anna.browser.ask("POST", f"{HOME}/slack/save", headers, content=body)
    assert got.status_code == status
    assert not is_connected(anna)


def test_a_form_in_parts_leaves_what_it_does_not_say(anna: Visitor) -> None:
    anna.saves("slack", channel_id="#time")
    anna.presses(f"{HOME}/slack/save", daily_summary_time="07:30")
    form = form_of(anna.sees(), f"{HOME}/slack/save").fields
    assert (form["channel_id"], form["daily_summary_time"]) == ("#time", "07:30")
    assert (form["notify_on_start"], form["notify_on_stop"]) == ("on", "on")
