"""Our Slack chat against the fake Slack: every method of the port, in process and once over a socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_calls import HELLO, START, STOP, Ground, access_with, ground

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.chat import SlackChat
from tt_integrations.adapters.providers.slack.fake import FakeSlack, refused
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.adapters.providers.slack.web_api import SlackWebApi
from tt_integrations.domain.errors import (
    CallRejected,
    InvalidSettings,
    NotConnected,
    PermissionMissing,
)
from tt_integrations.domain.model.chat import MessageRef, Workspace


@pytest.fixture
def slack() -> Ground:
    return ground()


@pytest.fixture
def served() -> Iterator[Ground]:
    """The same over a socket."""
    fake = FakeSlack()
    clients = Clients()
    with fake.serve() as here:
        api = SlackWebApi(clients, Pacing(fake.clock), f"{here.url}/api/")
        yield Ground(fake, SlackChat(api), access_with(fake.bot_token))
        clients.close()


def test_the_workspace_is_where_the_token_belongs(slack: Ground) -> None:
    bot = slack.fake.memory.teams["T0SANDBOX"].bot_user_id
    assert slack.chat.workspace(slack.access) == Workspace("T0SANDBOX", "Sandbox", bot)


def test_a_notice_is_posted_and_named_by_channel_and_ts(slack: Ground) -> None:
    posted = slack.chat.post(slack.access, "#general", HELLO)
    [message] = slack.fake.messages("general")
    assert posted == MessageRef("C0GENERAL", message.ts)
    assert message.text == ":wave: TimeTracker test message."


def test_links_in_a_notice_are_not_unfolded(slack: Ground) -> None:
    slack.chat.post(slack.access, "C0GENERAL", HELLO)
    sent = slack.fake.requests[-1].request.json()
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


def test_an_edit_lets_the_message_say_something_else(slack: Ground) -> None:
    posted = slack.chat.post(slack.access, "C0GENERAL", START)
    slack.chat.edit(slack.access, posted, STOP)
    slack.chat.edit(slack.access, posted, STOP)
    [text] = slack.texts()
    assert text.startswith(":white_check_mark: *Ada* stopped a timer")


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed"])
def test_a_message_that_cannot_be_changed_any_more_is_as_good_as_gone(
    slack: Ground, code: str
) -> None:
    slack.fake.fail_next("chat.update", refused(code))
    with pytest.raises(NotConnected):
        slack.chat.edit(slack.access, MessageRef("C0GENERAL", "1.000001"), STOP)


@pytest.mark.parametrize("channel", ["C0GENERAL", "C0NOWHERE"])
def test_a_message_that_is_not_there_is_not_edited(slack: Ground, channel: str) -> None:
    with pytest.raises(NotConnected):
        slack.chat.edit(slack.access, MessageRef(channel, "1503435956.000247"), STOP)


def test_an_edit_that_slack_does_not_understand_says_so(slack: Ground) -> None:
    slack.fake.fail_next("chat.update", refused("invalid_blocks"))
    with pytest.raises(CallRejected, match="invalid_blocks"):
        slack.chat.edit(slack.access, MessageRef("C0GENERAL", "1.000001"), STOP)


def test_a_channel_that_the_app_is_in_is_one_to_post_to(slack: Ground) -> None:
    assert slack.chat.check_channel(slack.access, "C0GENERAL") == "C0GENERAL"


def test_a_channels_name_cannot_be_looked_up_and_stays(slack: Ground) -> None:
    assert slack.chat.check_channel(slack.access, "#büro-1") == "#büro-1"
    assert slack.fake.requests == []


@pytest.mark.parametrize(
    "channel", ["", "general", "#", "# general", "#a b", "U0ADA", "c0general", "<!channel>", "C0\n"]
)
def test_what_is_neither_an_id_nor_a_name_is_not_even_asked_for(
    slack: Ground, channel: str
) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        slack.chat.check_channel(slack.access, channel)
    assert refusal.value.field == "channel_id"
    assert slack.fake.requests == []


def test_a_channel_without_the_app_says_how_to_let_it_in(slack: Ground) -> None:
    outside = slack.fake.add_channel("outside", with_app=False)
    with pytest.raises(InvalidSettings, match="/invite"):
        slack.chat.check_channel(slack.access, outside.id)
    with pytest.raises(InvalidSettings, match="/invite"):
        slack.chat.post(slack.access, outside.id, HELLO)


def test_a_token_that_may_post_everywhere_need_not_be_let_in(slack: Ground) -> None:
    outside = slack.fake.add_channel("outside", with_app=False)
    scopes = ["chat:write", "chat:write.public", "channels:read"]
    free = access_with(slack.fake.issue_bot_token(scopes))
    assert slack.chat.check_channel(free, outside.id) == outside.id
    slack.chat.post(free, outside.id, HELLO)
    assert len(slack.texts("outside")) == 1


def test_an_archived_channel_is_refused_in_words(slack: Ground) -> None:
    slack.fake.archive("general")
    with pytest.raises(InvalidSettings, match="archived"):
        slack.chat.check_channel(slack.access, "C0GENERAL")
    with pytest.raises(InvalidSettings, match="archived"):
        slack.chat.post(slack.access, "C0GENERAL", HELLO)


def test_an_unknown_channel_is_refused_in_words(slack: Ground) -> None:
    with pytest.raises(InvalidSettings, match="no such channel"):
        slack.chat.check_channel(slack.access, "C0NOWHERE")
    with pytest.raises(InvalidSettings, match="no such channel"):
        slack.chat.post(slack.access, "#nowhere", HELLO)


@pytest.mark.parametrize(
    "code", ["restricted_action", "restricted_action_read_only_channel", "not_in_channel"]
)
def test_a_channel_we_may_not_write_in_is_the_settings_fault(slack: Ground, code: str) -> None:
    slack.fake.fail_next("chat.postMessage", refused(code))
    with pytest.raises(InvalidSettings) as refusal:
        slack.chat.post(slack.access, "C0GENERAL", HELLO)
    assert refusal.value.field == "channel_id"


def test_a_private_channel_is_one_to_post_to_though_we_may_not_look_at_it(slack: Ground) -> None:
    secret = slack.fake.add_channel("secret", kind="private")
    ours = access_with(slack.fake.issue_bot_token(["chat:write", "channels:read"]))
    assert slack.chat.check_channel(ours, secret.id) == secret.id
    slack.chat.post(ours, secret.id, HELLO)
    assert len(slack.texts("secret")) == 1


def test_looking_at_channels_takes_a_permission(slack: Ground) -> None:
    blind = access_with(slack.fake.issue_bot_token(["chat:write"]))
    with pytest.raises(PermissionMissing, match="channels:read"):
        slack.chat.check_channel(blind, "C0GENERAL")


def test_a_direct_channel_is_one_to_post_to(slack: Ground) -> None:
    slack.fake.add_user("U0ADA", "ada")
    there = slack.chat.post(slack.access, "U0ADA", HELLO).channel
    assert slack.chat.check_channel(slack.access, there) == there


def test_everything_works_over_a_socket_too(served: Ground) -> None:
    chat, access = served.chat, served.access
    assert chat.workspace(access).team_name == "Sandbox"
    assert chat.check_channel(access, "C0GENERAL") == "C0GENERAL"
    posted = chat.post(access, "C0GENERAL", START)
    chat.edit(access, posted, STOP)
    assert served.texts()[0].endswith("*Billable:* Yes")


def test_methods_that_only_look_are_asked_by_form_since_most_read_no_json(slack: Ground) -> None:
    slack.chat.check_channel(slack.access, "C0GENERAL")
    slack.chat.post(slack.access, "C0GENERAL", HELLO)
    looked, posted = (seen.request for seen in slack.fake.requests)
    assert (looked.media_type, looked.form()) == (
        "application/x-www-form-urlencoded",
        {"channel": "C0GENERAL"},
    )
    assert posted.media_type == "application/json"
