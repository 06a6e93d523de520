"""Modals: opened, changed, submitted, stacked and closed; and shortcuts."""

from __future__ import annotations

from typing import Any

import pytest
from modal_app import MODAL, OPTION, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

import published_schemas
from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.slack.fake import FakeSlack

VIEWS_OPEN = published_schemas.slack("views.open")


def open_modal(fake: FakeSlack, bot: WebClient, **more: Any) -> str:
    trigger = fake.slash("/tt", "ada").trigger_id
    view_id: str = bot.views_open(trigger_id=trigger, view={**MODAL, **more})["view"]["id"]
    return view_id


def test_a_stale_hash_does_not_update_a_view(fake: FakeSlack, bot: WebClient) -> None:
    view_id = open_modal(fake, bot, external_id="e1")
    first = fake.views[0].hash
    bot.views_update(view_id=view_id, view=MODAL, hash=first)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        bot.views_update(view_id=view_id, view=MODAL, hash=first)
    with pytest.raises(SlackApiError, match="not_found"):
        bot.views_update(external_id="e2", view=MODAL)


def test_an_opened_view_is_what_slack_describes(fake: FakeSlack, bot: WebClient) -> None:
    trigger = fake.slash("/tt", "ada").trigger_id
    answer = bot.views_open(trigger_id=trigger, view=MODAL)
    VIEWS_OPEN.validate(answer.data)
    assert answer["view"]["callback_id"] == "start"


def test_a_client_of_bolt_names_the_team_in_every_call(fake: FakeSlack, bot: WebClient) -> None:
    client = WebClient(fake.bot_token, base_url=bot.base_url, team_id="T0SANDBOX")
    trigger = fake.slash("/tt", "ada").trigger_id
    assert client.views_open(trigger_id=trigger, view=MODAL)["ok"] is True
    assert client.chat_postMessage(channel="C0GENERAL", text="x")["ok"] is True


def test_an_external_id_is_unique(fake: FakeSlack, bot: WebClient) -> None:
    open_modal(fake, bot, external_id="e1")
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        open_modal(fake, bot, external_id="e1")


def test_a_submission_carries_what_was_typed_and_closes(
    fake: FakeSlack, app: App, bot: WebClient
) -> None:
    view_id = open_modal(fake, bot, private_metadata="p")

    answer = fake.submit_view(view_id, {"note": {"text": "hello"}, "b1": {"project": "web"}})

    view = app.got[-1]["view"]
    assert app.got[-1]["type"] == "view_submission"
    assert (view["id"], view["callback_id"], view["private_metadata"]) == (view_id, "start", "p")
    assert view["state"]["values"] == {
        "note": {"text": {"type": "plain_text_input", "value": "hello"}},
        "b1": {"project": {"type": "static_select", "selected_option": OPTION}},
    }
    assert (answer.error, fake.views) == ("", [])
    with pytest.raises(ValueError, match="no open view"):
        fake.submit_view(view_id, {})


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": {**MODAL, "callback_id": "next"}}, ["next"]),
        ({"response_action": "push", "view": {**MODAL, "callback_id": "top"}}, ["start", "top"]),
        ({"response_action": "errors", "errors": {"note": "too short"}}, ["start"]),
    ],
)
def test_the_app_says_what_becomes_of_the_view(
    fake: FakeSlack, app: App, bot: WebClient, said: dict[str, Any], titles: list[str]
) -> None:
    view_id = open_modal(fake, bot)
    app.answer = json_response(said)

    answer = fake.submit_view(view_id, {})

    assert [view.payload["callback_id"] for view in fake.views] == titles
    assert answer.errors == said.get("errors", {})
    assert answer.error == ""


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Response(200, {}, b"ok"), "trouble_connecting"),
        (json_response({"response_action": "dance"}), "trouble_connecting"),
        (
            json_response({"response_action": "update", "view": {"type": "modal"}}),
            "trouble_connecting",
        ),
        (Response(500), "dispatch_failed"),
        (NoAnswer("ReadTimeout"), "operation_timeout"),
    ],
)
def test_a_bad_answer_leaves_the_view_open(
    fake: FakeSlack, app: App, bot: WebClient, reply: Response | NoAnswer, error: str
) -> None:
    view_id = open_modal(fake, bot)
    app.answer = reply
    assert fake.submit_view(view_id, {}).error == error
    assert len(fake.views) == 1


def test_a_stack_holds_three_views(fake: FakeSlack, app: App, bot: WebClient) -> None:
    open_modal(fake, bot)
    app.answer = json_response({"response_action": "push", "view": MODAL})
    errors = [fake.submit_view(fake.views[-1].id, {}).error for _ in range(3)]
    assert errors == ["", "", "trouble_connecting"]
    assert len(fake.views) == 3


def test_closing_is_told_to_apps_that_asked(fake: FakeSlack, app: App, bot: WebClient) -> None:
    quiet, loud = open_modal(fake, bot), open_modal(fake, bot, notify_on_close=True)
    assert fake.close_view(quiet) is None
    told = fake.close_view(loud)
    assert told is not None
    assert (app.got[-1]["type"], app.got[-1]["view"]["id"]) == ("view_closed", loud)
    assert fake.views == []


def test_a_click_in_a_view_carries_the_view(fake: FakeSlack, app: App, bot: WebClient) -> None:
    view_id = open_modal(fake, bot)
    fake.click_in_view("project", view_id, choice="web")
    assert app.got[-1]["container"] == {"type": "view", "view_id": view_id}
    assert app.got[-1]["view"]["hash"] == fake.views[0].hash


def test_shortcuts_bring_a_trigger(fake: FakeSlack, app: App, bot: WebClient) -> None:
    answer = fake.shortcut("start_timer", "ada")
    assert (app.got[0]["type"], app.got[0]["callback_id"]) == ("shortcut", "start_timer")
    assert bot.views_open(trigger_id=answer.trigger_id, view=MODAL)["ok"] is True


def test_a_message_action_carries_the_message(fake: FakeSlack, app: App, bot: WebClient) -> None:
    ts = bot.chat_postMessage(channel="C0GENERAL", text="task")["ts"]
    answer = fake.message_action("make_task", "ada", ts)
    assert (app.got[0]["type"], app.got[0]["message"]["text"]) == ("message_action", "task")
    assert WebhookClient(answer.response_url).send(text="made").status_code == 200
    with pytest.raises(ValueError, match="no message"):
        fake.message_action("make_task", "ada", "1.1")
