"""People, profiles, Home tabs and tokens through slack_sdk's own client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_refusals import error
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tt_integrations.adapters.providers.slack.fake import FakeSlack

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Start"}, "blocks": []}


def test_auth_test_says_whose_token_it_is(fake: FakeSlack, bot: WebClient, url: str) -> None:
    ada = WebClient(fake.issue_user_token("U0ADA"), base_url=url)

    assert bot.auth_test()["bot_id"].startswith("B")
    assert (ada.auth_test()["user"], "bot_id" in ada.auth_test().data) == ("ada", False)


def test_users_info_has_todays_offset_and_the_address_only_with_its_scope(
    fake: FakeSlack, bot: WebClient, url: str
) -> None:
    shy = WebClient(fake.issue_bot_token(["users:read"]), base_url=url)

    user = bot.users_info(user="U0ADA", include_locale=True)["user"]

    assert (user["tz"], user["tz_offset"]) == ("Europe/Berlin", 7200)
    assert user["profile"]["email"] == "ada@example.org"
    assert "email" not in shy.users_info(user="U0ADA")["user"]["profile"]
    assert error(bot.users_info, user="U0NOBODY") == "user_not_found"


def test_conversations_info_knows_membership(fake: FakeSlack, bot: WebClient) -> None:
    fake.add_channel("random", "C0RANDOM", with_app=False)

    general = bot.conversations_info(channel="C0GENERAL", include_num_members=True)["channel"]

    assert (general["is_member"], general["num_members"]) == (True, 1)
    assert bot.conversations_info(channel="C0RANDOM")["channel"]["is_member"] is False


def test_a_status_is_set_by_a_user_token_and_ends_by_itself(
    fake: FakeSlack, bot: WebClient, url: str
) -> None:
    ada = WebClient(fake.issue_user_token("U0ADA"), base_url=url)
    until = int(NOON.timestamp()) + 60
    status = {"status_text": "web", "status_emoji": ":clock1:", "status_expiration": until}

    ada.users_profile_set(profile=status)

    assert fake.profile("ada") == status
    fake.clock.advance(61)
    assert fake.profile("ada")["status_text"] == ""
    assert error(bot.users_profile_set, profile=status) == "not_allowed_token_type"
    assert error(ada.users_profile_set, profile={"status_text": "x" * 101}) == "too_long"
    assert error(ada.users_profile_set, profile={"mood": "x"}) == "invalid_arguments"


def test_a_home_tab_is_published_and_guarded_by_its_hash(fake: FakeSlack, bot: WebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}

    first = bot.views_publish(user_id="U0ADA", view=home)["view"]
    second = bot.views_publish(user_id="U0ADA", view=home, hash=first["hash"])["view"]

    assert second["id"] == first["id"]
    assert (
        error(bot.views_publish, user_id="U0ADA", view=home, hash=first["hash"]) == "hash_conflict"
    )
    assert [view.type for view in fake.views] == ["home"]


@pytest.mark.parametrize(
    "view",
    [
        {**MODAL, "title": {"type": "plain_text", "text": "x" * 25}},
        {**MODAL, "blocks": [{"type": "divider"}] * 101},
        {**MODAL, "private_metadata": "x" * 3001},
        {**MODAL, "surprise": 1},
        {**MODAL, "blocks": [{"type": "input", "label": {}, "element": {}}]},
        {"type": "modal", "blocks": []},
        {"type": "home", "blocks": []},
    ],
)
def test_a_view_that_breaks_a_rule_is_refused(bot: WebClient, view: dict[str, Any]) -> None:
    assert error(bot.views_open, trigger_id="1.2.x", view=view) == "invalid_arguments"


def test_a_missing_scope_is_named(fake: FakeSlack, url: str) -> None:
    client = WebClient(fake.issue_bot_token(["users:read"]), base_url=url)

    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0GENERAL", text="x")

    answer = refused.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "users:read",
    )
    assert answer.headers["x-oauth-scopes"] == "users:read"


def test_each_way_of_having_no_valid_token_has_its_own_code(fake: FakeSlack, url: str) -> None:
    person, rotated = fake.issue_user_token("U0ADA"), fake.issue_bot_token()
    fake.revoke_token(person)
    fake.expire_token(rotated)
    gone = fake.bot_token
    fake.uninstall()

    tokens = (None, "xoxb-garbage", gone, person, rotated)

    assert [error(WebClient(t, base_url=url).auth_test) for t in tokens] == [
        "not_authed",
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "account_inactive",
    ]


def test_auth_revoke_ends_everything_of_a_long_lived_bot_token(
    fake: FakeSlack, bot: WebClient
) -> None:
    assert bot.auth_revoke(test=True)["revoked"] is False
    assert bot.auth_revoke()["revoked"] is True
    assert error(bot.auth_test) == "account_inactive"


def test_an_unknown_method_is_named_in_the_answer(bot: WebClient) -> None:
    assert error(bot.api_call, api_method="chat.shout") == "unknown_method"


def test_teams_do_not_see_each_other(fake: FakeSlack, url: str) -> None:
    fake.add_team("T0OTHER", "Other", enterprise="E1")
    other = WebClient(fake.issue_bot_token(team="T0OTHER"), base_url=url)

    other.chat_postMessage(channel="general", text="there")

    assert other.auth_test()["enterprise_id"] == "E1"
    assert error(other.users_info, user="U0ADA") == "user_not_found"
    assert error(other.chat_postMessage, channel="C0GENERAL", text="x") == "channel_not_found"
    assert [m.text for m in fake.messages("general", team="T0OTHER")] == ["there"]
    assert fake.messages("general") == []
