"""The page of the connections, over HTTP, as a browser without scripts shows it and posts its forms."""

from __future__ import annotations

import re

import pytest
from house import ANNA, BEN, SECRET, Front, House
from parlour import (
    HOME,
    Visitor,
    form_of,
    forms_in,
    furnished,
    section,
    visitor,
    words_of,
)

from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.entrypoints.outside import Outside

NOBODY: object = object()
SYNCING = Outside(trackers={"github_connector": NOBODY}, consents={"slack_connector"})  # type: ignore[dict-item]


@pytest.fixture
def anna(house: House, front: Front) -> Visitor:
    front.behind = furnished(house, SYNCING)
    return visitor(house)


@pytest.fixture
def ben(house: House, anna: Visitor) -> Visitor:
    return visitor(house, "ben")


def stored(who: Visitor, provider: str = "slack_connector", person: int = ANNA) -> Connection:
    found = who.house.application.show(ConnectionOf(person, provider))  # type: ignore[arg-type]
    assert found
    return found


def test_there_is_a_card_for_every_provider_by_title(anna: Visitor) -> None:
    page = anna.sees()
    titles = re.findall(r'<h2 id="\w+-title">([^<]+)</h2>', page)
    assert titles == ["GitHub", "Google Calendar", "Slack", "Everybody else's"]
    for name in ("github", "google", "slack"):
        assert "Not connected" in section(page, name)


def test_looking_changes_nothing(anna: Visitor) -> None:
    anna.house.connect(ANNA, "U1")
    before = stored(anna)
    for _ in range(3):
        anna.sees()
    assert stored(anna) == before


def test_only_a_provider_with_a_page_of_its_own_offers_to_connect(anna: Visitor) -> None:
    page = anna.sees()
    assert 'href="/integrations/slack/connect"' in section(page, "slack")
    for name in ("github", "google"):
        assert "/connect" not in section(page, name)


def test_a_card_is_saved_and_shows_what_was_saved(anna: Visitor) -> None:
    page = anna.saves("slack", channel_id="#time", daily_summary="on", notify_on_stop=None)
    assert "Saved." in words_of(section(page, "slack"))
    form = form_of(page, f"{HOME}/slack/save").fields
    assert (form["channel_id"], form["daily_summary"]) == ("#time", "on")
    assert "notify_on_stop" not in form
    settings = stored(anna).settings
    assert (settings["channel_id"], settings["notify_on_stop"]) == ("#time", False)


def test_a_note_is_told_once(anna: Visitor) -> None:
    assert "Saved." in words_of(anna.saves("slack", channel_id="#time"))
    assert "Saved." not in words_of(anna.sees())


def test_a_secret_is_stored_and_never_shown_and_a_blank_keeps_it(anna: Visitor) -> None:
    page = anna.saves("slack", signing_secret=SECRET)
    assert SECRET not in page
    assert "Signing secret Stored" in words_of(section(page, "slack"))
    assert form_of(page, f"{HOME}/slack/save").fields["signing_secret"] == ""
    sealed = stored(anna).settings["signing_secret"]
    anna.saves("slack", channel_id="#other")
    assert stored(anna).settings["signing_secret"] == sealed
    assert SECRET not in str(sealed)


def test_repositories_and_labels_are_entered_in_rows_and_lines(anna: Visitor) -> None:
    page = anna.saves(
        "github",
        **{
            "repositories.0.name": "octo/app",
            "repositories.0.project": "1",
            "repositories.1.name": "octo/lib",
            "priorities": "bug = urgent\nchore = low",
            "tags": "needs design = design",
        },
    )
    settings = stored(anna, "github_connector").settings
    assert settings["repositories"] == [
        {"name": "octo/app", "project": 1},
        {"name": "octo/lib", "project": None},
    ]
    assert settings["priorities"] == {"bug": "urgent", "chore": "low"}
    assert settings["tags"] == {"needs design": "design"}
    form = form_of(page, f"{HOME}/github/save").fields
    assert (form["repositories.rows"], form["repositories.2.name"]) == ("4", "")
    anna.saves("github", **{"repositories.0.name": ""})
    assert stored(anna, "github_connector").settings["repositories"] == [
        {"name": "octo/lib", "project": None}
    ]


def test_calendars_are_entered_before_there_is_a_consent(anna: Visitor) -> None:
    page = anna.saves(
        "google",
        sync_direction="both",
        skip_all_day=None,
        **{"calendars.0.id": "team@example.org", "calendars.0.project": "3"},
    )
    settings = stored(anna, "google_calendar_connector").settings
    assert settings["calendars"] == [{"id": "team@example.org", "project": 3}]
    assert (settings["sync_direction"], settings["skip_all_day"]) == ("both", False)
    assert "Not complete" in section(page, "google")


def test_projects_to_choose_from_are_those_the_person_may_use(anna: Visitor, ben: Visitor) -> None:
    def choices(who: Visitor) -> list[str]:
        shown = section(who.sees(), "google")
        [select] = re.findall(
            r'<select id="google-default_project_id".*?</select>', shown, re.DOTALL
        )
        return re.findall(r"<option[^>]*>([^<]*)", str(select))

    assert choices(anna) == ["No project", "Mobile app", "Support", "Web"]
    assert choices(ben) == ["No project", "Support"]


def test_a_fresh_secret_is_in_the_answer_to_the_form_and_nowhere_else(anna: Visitor) -> None:
    got = anna.fills_in("github", rotate_webhook_secret="on", repo_owner="octo", repo_name="app")
    assert got.status_code == 200
    assert got.headers["cache-control"] == "no-store"
    [secret] = re.findall(r'id="github-fresh" value="([^"]+)"', got.text)
    assert len(secret) > 30
    assert secret not in str(got.headers)
    assert secret not in anna.sees()
    assert secret not in str(stored(anna, "github_connector"))


def test_the_address_for_a_webhook_can_be_copied(anna: Visitor) -> None:
    anna.saves("github", repo_owner="octo", repo_name="app")
    key = stored(anna, "github_connector").key
    assert f'value="https://tt.example/webhooks/github/{key}"' in section(anna.sees(), "github")


@pytest.mark.parametrize(
    ("state", "word", "offered"),
    [
        (ConnectionState.DRAFT, "Not complete", {"save", "disconnect"}),
        (ConnectionState.ACTIVE, "Active", {"save", "test", "sync", "pause", "disconnect"}),
        (
            ConnectionState.DEGRADED,
            "Working, with trouble",
            {"save", "test", "sync", "pause", "disconnect"},
        ),
        (ConnectionState.NEEDS_RECONNECT, "Reconnect needed", {"save", "disconnect"}),
        (ConnectionState.PAUSED, "Paused", {"save", "resume", "disconnect"}),
        (ConnectionState.DISABLED, "Disconnected", {"save"}),
    ],
)
def test_every_state_is_said_in_words_and_offers_what_makes_sense(
    anna: Visitor, state: ConnectionState, word: str, offered: set[str]
) -> None:
    anna.saves("github", repo_owner="octo", repo_name="app")
    anna.house.put(stored(anna, "github_connector"), state)
    card = section(anna.sees(), "github")
    assert f">{word}</span>" in card
    actions = {form.action.rpartition("/")[2] for form in forms_in(card)}
    assert actions == offered


def test_why_it_does_not_work_is_said(anna: Visitor) -> None:
    connection = anna.house.connect(ANNA, "U1")
    with SqlUnitOfWork(anna.house.engine)() as tx:
        tx.connections.move(connection.id, ConnectionState.NEEDS_RECONNECT, "the token was revoked")
        tx.commit()
    assert "the token was revoked." in words_of(section(anna.sees(), "slack"))


def test_everybodys_connections_are_listed_for_who_sees_all(anna: Visitor, ben: Visitor) -> None:
    anna.house.connect(ANNA, "U1")
    theirs = anna.house.connect(BEN, "U2")
    listed = anna.sees().partition('id="everybody"')[2]
    assert f"Slack, no. {theirs.id}" in listed
    assert ">ben</th>" in listed
    assert ">anna</th>" not in listed
    assert 'id="everybody"' not in ben.sees()
    page = anna.presses(f"{HOME}/connections/{theirs.id}/pause")
    assert "Paused." in words_of(page)
    assert stored(anna, person=BEN).state is ConnectionState.PAUSED


def test_a_list_of_everybodys_goes_on(anna: Visitor) -> None:
    theirs = anna.house.connect(BEN, "U2")
    listed = anna.sees(f"{HOME}?provider=slack&after={theirs.id}").partition('id="everybody"')[2]
    assert "There are no others here." in listed
    assert anna.browser.get(f"{HOME}?after=x").status_code == 400
    assert anna.browser.get(f"{HOME}?provider=nobody").status_code == 404
