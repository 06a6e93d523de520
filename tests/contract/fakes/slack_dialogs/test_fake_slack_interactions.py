"""People click and submit; response URLs and trigger ids run out."""

from __future__ import annotations

import pytest
from modal_app import BLOCKS, MODAL, OPTION, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tt_integrations.adapters.providers.slack.fake import FakeSlack


def test_a_click_tells_the_message_and_the_element(
    fake: FakeSlack, app: App, bot: WebClient
) -> None:
    ts = bot.chat_postMessage(channel="C0GENERAL", text="running", blocks=BLOCKS)["ts"]

    fake.click("stop", "ada", ts)

    payload = app.got[0]
    assert payload["type"] == "block_actions"
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    assert payload["channel"]["id"] == "C0GENERAL"
    assert payload["user"]["id"] == "U0ADA"
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("stop", "b1", "42")
    assert "action_ts" in action
    fake.click("project", "ada", ts, choice="web")
    assert app.got[1]["actions"][0]["selected_option"] == OPTION


def test_what_is_not_there_cannot_be_clicked(fake: FakeSlack, bot: WebClient) -> None:
    ts = bot.chat_postMessage(channel="C0GENERAL", text="running", blocks=BLOCKS)["ts"]
    for arguments in (("nothing", "ada", ts), ("stop", "ada", "1.1"), ("stop", "nobody", ts)):
        with pytest.raises(ValueError, match="no "):
            fake.click(*arguments)
    with pytest.raises(ValueError, match="no option"):
        fake.click("project", "ada", ts, choice="mobile")


def test_a_click_may_replace_and_delete_its_message(fake: FakeSlack, bot: WebClient) -> None:
    ts = bot.chat_postMessage(channel="C0GENERAL", text="running", blocks=BLOCKS)["ts"]
    webhook = WebhookClient(fake.click("stop", "ada", ts).response_url)

    assert webhook.send(text="stopped", replace_original=True).status_code == 200
    assert [m.text for m in fake.messages("general")] == ["stopped"]
    assert webhook.send(delete_original=True).body == "ok"
    assert fake.messages("general") == []


def test_an_ephemeral_message_can_be_clicked_and_replaced(
    fake: FakeSlack, app: App, bot: WebClient
) -> None:
    bot.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="psst", blocks=BLOCKS)
    ts = fake.ephemerals("ada")[0].ts
    webhook = WebhookClient(fake.click("stop", "ada", ts).response_url)

    webhook.send(text="done", replace_original=True)

    assert app.got[0]["container"]["is_ephemeral"] is True
    assert [m.text for m in fake.ephemerals("ada")] == ["done"]


def test_a_response_url_is_good_for_five_posts(fake: FakeSlack, bot: WebClient) -> None:
    webhook = WebhookClient(fake.slash("/tt", "ada").response_url)

    results = [webhook.send(text=f"n{n}") for n in range(6)]

    assert [r.status_code for r in results] == [200] * 5 + [404]
    assert "used_url" in results[5].body
    assert len(fake.ephemerals("ada")) == 5


def test_a_response_url_is_good_for_thirty_minutes(fake: FakeSlack, bot: WebClient) -> None:
    webhook = WebhookClient(fake.slash("/tt", "ada").response_url)
    fake.clock.advance(1800)
    assert webhook.send(text="just in time", response_type="in_channel").status_code == 200
    fake.clock.advance(1)
    late = webhook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    assert [m.text for m in fake.messages("general")] == ["just in time"]


def test_a_response_url_refuses_what_it_does_not_know(fake: FakeSlack, bot: WebClient) -> None:
    url = fake.slash("/tt", "ada").response_url
    assert WebhookClient(url).send_dict({"txet": "x"}).status_code == 400
    assert "no_text" in WebhookClient(url).send_dict({"response_type": "in_channel"}).body
    assert WebhookClient(url + "x").send(text="x").status_code == 404
    assert fake.ephemerals("ada") == []


def test_a_trigger_opens_one_view_within_three_seconds(fake: FakeSlack, bot: WebClient) -> None:
    used, late = fake.slash("/tt", "ada").trigger_id, fake.slash("/tt", "ada").trigger_id
    fake.clock.advance(3)
    bot.views_open(trigger_id=used, view=MODAL)
    fake.clock.advance(1)

    def error(trigger: str) -> str:
        with pytest.raises(SlackApiError) as refused:
            bot.views_open(trigger_id=trigger, view=MODAL)
        return str(refused.value.response["error"])

    assert [error(t) for t in (used, late, "1.2.x")] == [
        "trigger_exchanged",
        "trigger_expired",
        "invalid_trigger_id",
    ]
