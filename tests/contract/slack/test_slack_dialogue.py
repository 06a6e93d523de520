"""Typing and pressing buttons in the fake Slack, with the whole application behind it."""

from __future__ import annotations

import pytest
from slack_desk import ORIGIN, Desk

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.replies import Replies
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project

ANNA, BEN = "U0ANNA", "U0BEN"
EXPIRED = 31 * 60


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def anna(desk: Desk) -> Person:
    return desk.person("Anna", ANNA)


@pytest.fixture
def web(desk: Desk, anna: Person) -> Project:
    return desk.store.add_project(anna, "Web")


@pytest.mark.usefixtures("web")
def test_a_timer_is_paused_resumed_stopped_and_taken_back_by_buttons_alone(
    desk: Desk, anna: Person
) -> None:
    message = desk.types("start web", ANNA)
    assert (
        desk.presses("pause", ANNA, message).text
        == ":double_vertical_bar: Paused *Web* at 00:00:00."
    )
    assert desk.presses("resume", ANNA, desk.last(ANNA)).text.startswith(
        ":arrow_forward: Back on *Web*"
    )
    assert desk.presses("stop", ANNA, desk.last(ANNA)).text.startswith(
        ":white_check_mark: Timer stopped"
    )
    assert desk.running(anna) is None
    undone = desk.presses("undo", ANNA, desk.last(ANNA))
    assert undone.text == (
        ":leftwards_arrow_with_hook: Took back `stop`. The timer on *Web* is running."
    )
    assert desk.running(anna)
    # each reply took the place of the message whose button was pressed
    assert [one.ts for one in desk.slack.ephemerals(ANNA)] == [message.ts]


def test_one_of_several_projects_is_picked_by_its_button(desk: Desk, anna: Person) -> None:
    projects = [desk.store.add_project(anna, name) for name in ("Web shop", "Web site")]
    asked = desk.types("start web -- R&D", ANNA)
    picked = desk.presses(f"pick-{projects[1].id}", ANNA, asked)
    assert picked.text == ":stopwatch: Timer started for *Web site*."
    assert desk.running(anna) == projects[1]


def test_a_project_that_is_gone_since_the_list_was_shown_is_not_found(
    desk: Desk, anna: Person
) -> None:
    projects = [desk.store.add_project(anna, name) for name in ("Web shop", "Web site")]
    asked = desk.types("start web", ANNA)
    desk.archive(projects[0])
    refused = desk.presses(f"pick-{projects[0].id}", ANNA, asked)
    assert refused.text == f"Project not found: `#{projects[0].id}`"
    assert desk.running(anna) is None


@pytest.mark.usefixtures("web")
def test_a_button_of_somebody_else_does_nothing_and_stays_where_it_is(
    desk: Desk, anna: Person
) -> None:
    ben = desk.person("Ben", BEN)
    message = desk.types("start web", ANNA)
    assert desk.presses("stop", BEN, message).text == (
        "That button was meant for somebody else, so I did nothing."
    )
    assert (desk.running(ben), desk.running(anna) is None) == (None, False)
    assert desk.slack.ephemerals(ANNA) == [message]


@pytest.mark.usefixtures("web")
def test_a_button_pressed_twice_acts_once(desk: Desk, anna: Person) -> None:
    message = desk.types("start web", ANNA)
    desk.presses("stop", ANNA, message)
    desk.waiting.clear()
    pressed = desk.slack.deliveries[-1]
    desk.types("start web", ANNA)
    provider = desk.application.provider("slack")
    headers = {name.lower(): value for name, value in pressed.headers.items()}
    desk.application.answer(provider, Delivery(provider.key, headers, pressed.body))
    [(_, told)] = desk.waiting
    assert b"carried out already" in told.body
    assert desk.running(anna)


@pytest.mark.usefixtures("web")
def test_a_reply_whose_address_has_expired_is_logged_and_nothing_else(
    desk: Desk, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    message = desk.types("start web", ANNA)
    assert desk.slack.click("stop", ANNA, message.ts).status == 200
    address, _ = desk.waiting[0]
    desk.slack.clock.advance(EXPIRED)
    assert desk.follow() == [False]
    assert [record.message for record in caplog.records] == ["a reply was not taken: status 404"]
    assert address not in caplog.text
    assert desk.running(anna) is None
    assert desk.slack.ephemerals(ANNA) == [message]


@pytest.mark.usefixtures("web", "anna")
def test_a_reply_is_sent_to_no_other_host_whatever_the_click_says(desk: Desk) -> None:
    message = desk.types("start web", ANNA)
    desk.slack.configure(base="https://evil.test")
    assert desk.slack.click("stop", ANNA, message.ts).status == 200
    [(address, answer)] = desk.waiting
    assert address.startswith("https://evil.test/")
    replies = Replies(Clients(desk.slack.transport), frozenset((ORIGIN,)))
    with pytest.raises(Untrusted):
        replies.send(address, answer)
    assert desk.slack.ephemerals(ANNA) == [message]


@pytest.mark.usefixtures("anna")
def test_somebody_not_linked_is_offered_a_link_that_only_they_read(desk: Desk) -> None:
    desk.slack.add_user(BEN, "ben")
    offered = desk.types("link", BEN)
    assert offered.text.startswith(":link: <")
    assert "/integrations/slack/link/" in offered.text
    assert offered.blocks == ()
    assert desk.slack.messages("general") == []


@pytest.mark.usefixtures("anna")
def test_who_unlinks_is_nobody_here_until_they_are_linked_again(desk: Desk) -> None:
    assert desk.types("unlink", ANNA).text.startswith(":wave:")
    assert "is not linked" in desk.types("status", ANNA).text
    assert desk.types("link", ANNA).text.startswith(":link:")


@pytest.mark.usefixtures("anna")
def test_an_app_that_was_removed_stops_the_connection_without_a_call(desk: Desk) -> None:
    told = desk.slack.uninstall()
    assert told
    with desk.store.unit_of_work.reading() as tx:
        states = {row.state for row in tx.tables.connections.values()}
    assert states == {ConnectionState.NEEDS_RECONNECT}
    assert desk.slack.requests == []
    assert "not active" in desk.types("status", ANNA).text


def test_a_message_about_a_name_with_markup_pings_nobody_on_its_buttons(
    desk: Desk, anna: Person
) -> None:
    for name in ("<!channel> one", "<!channel> two"):
        desk.store.add_project(anna, name)
    asked = desk.types("start channel", ANNA)
    labels = [element["text"]["type"] for element in asked.blocks[1]["elements"]]
    assert labels == ["plain_text", "plain_text"]
    assert "<!channel>" not in asked.text
