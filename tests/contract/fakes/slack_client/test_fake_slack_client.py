"""slack_sdk's own client drives the fake over loopback, and every answer fits the published types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_refusals import error
from slack_sdk import WebClient

from tt_integrations.adapters.providers.slack.fake import FakeSlack

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def test_a_posted_message_can_be_read_back(fake: FakeSlack, bot: WebClient) -> None:
    answer = bot.chat_postMessage(channel="#general", text="Started *web*")

    assert answer["channel"] == "C0GENERAL"
    assert answer["message"]["text"] == "Started *web*"
    (message,) = fake.messages("#general")
    assert (message.ts, message.text) == (answer["ts"], "Started *web*")


def test_a_message_to_a_user_id_opens_the_direct_channel(fake: FakeSlack, bot: WebClient) -> None:
    answer = bot.chat_postMessage(channel="U0ADA", text="hello")

    assert answer["channel"].startswith("D")
    assert [m.text for m in fake.messages("U0ADA")] == ["hello"]
    assert bot.conversations_info(channel=answer["channel"])["channel"]["user"] == "U0ADA"


def test_a_message_can_be_updated_by_its_writer_only(
    fake: FakeSlack, bot: WebClient, url: str
) -> None:
    ts = bot.chat_postMessage(channel="C0GENERAL", text="one", thread_ts="1.000001")["ts"]
    other = WebClient(fake.issue_user_token("U0ADA", ["chat:write"]), base_url=url)

    bot.chat_update(channel="C0GENERAL", ts=ts, text="two")

    assert [(m.text, m.content.thread_ts) for m in fake.messages("general")] == [
        ("two", "1.000001")
    ]
    assert error(other.chat_update, channel="C0GENERAL", ts=ts, text="x") == "cant_update_message"
    assert error(bot.chat_update, channel="C0GENERAL", ts="1.1", text="x") == "message_not_found"
    assert error(bot.chat_update, channel="C0GENERAL", ts=ts, text="x" * 40_001) == "msg_too_long"


def test_an_ephemeral_message_is_seen_by_one_person(fake: FakeSlack, bot: WebClient) -> None:
    bot.chat_postEphemeral(channel="C0GENERAL", user="U0ADA", text="psst")

    assert [m.text for m in fake.ephemerals("ada")] == ["psst"]
    assert fake.messages("general") == []
    fake.add_channel("board", kind="private")
    refused = error(bot.chat_postEphemeral, channel="board", user="U0ADA", text="x")
    assert refused == "user_not_in_channel"


def test_a_scheduled_message_appears_at_its_time(fake: FakeSlack, bot: WebClient) -> None:
    now = int(NOON.timestamp())

    planned = bot.chat_scheduleMessage(channel="C0GENERAL", post_at=now + 60, text="soon")

    assert planned["scheduled_message_id"].startswith("Q")
    assert fake.messages("general") == []
    fake.clock.advance(60)
    assert [(m.text, m.ts.split(".")[0]) for m in fake.messages("general")] == [
        ("soon", str(now + 60))
    ]


@pytest.mark.parametrize(
    ("ahead", "code"),
    [(0, "time_in_past"), (120 * 86400 + 1, "time_too_far"), ("x", "invalid_time")],
)
def test_a_message_is_scheduled_within_120_days(bot: WebClient, ahead: Any, code: str) -> None:
    at = int(NOON.timestamp()) + ahead if isinstance(ahead, int) else ahead
    assert error(bot.chat_scheduleMessage, channel="C0GENERAL", post_at=at, text="x") == code


def test_thirty_messages_can_be_scheduled_in_five_minutes(bot: WebClient) -> None:
    plan: dict[str, Any] = {
        "channel": "C0GENERAL",
        "post_at": int(NOON.timestamp()) + 300,
        "text": "x",
    }
    for _ in range(30):
        bot.chat_scheduleMessage(**plan)
    assert error(bot.chat_scheduleMessage, **plan) == "restricted_too_many"


def test_where_an_app_may_not_speak_it_is_told_why(
    fake: FakeSlack, bot: WebClient, url: str
) -> None:
    fake.add_channel("random", with_app=False)
    fake.add_channel("board", kind="private", with_app=False)
    fake.add_channel("past")
    fake.archive("past")
    public = WebClient(fake.issue_bot_token(["chat:write", "chat:write.public"]), base_url=url)

    def post(channel: str) -> str:
        return error(bot.chat_postMessage, channel=channel, text="x")

    assert [post(c) for c in ("random", "board", "past", "nowhere", "U0NOBODY")] == [
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "channel_not_found",
        "channel_not_found",
    ]
    assert public.chat_postMessage(channel="random", text="x")["ok"] is True
    fake.invite("board")
    assert bot.chat_postMessage(channel="board", text="x")["ok"] is True


def test_text_above_40000_characters_is_cut_with_a_warning(fake: FakeSlack, bot: WebClient) -> None:
    answer = bot.chat_postMessage(channel="C0GENERAL", text="x" * 40_001)

    assert answer["warning"] == "message_truncated"
    assert len(fake.messages("general")[0].text) == 40_000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"text": "x", "blocks": "[not json"}, "invalid_blocks_format"),
        ({"text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_format"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_arguments"),
    ],
)
def test_content_slack_would_refuse_is_refused(
    bot: WebClient, arguments: dict[str, Any], code: str
) -> None:
    assert (
        error(
            bot.api_call, api_method="chat.postMessage", json={"channel": "C0GENERAL", **arguments}
        )
        == code
    )
