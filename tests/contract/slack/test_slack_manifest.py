"""The manifest by which a Slack app is made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tt_integrations.adapters.providers.slack.manifest import manifest
from tt_integrations.adapters.providers.slack.oauth import BOT_SCOPES

EVENTS = "https://tt.example/api/integrations/slack/events"


@pytest.mark.parametrize("base", ["https://tt.example", "https://tt.example/"])
def test_it_says_all_that_the_app_needs(base: str) -> None:
    made: Any = json.loads(json.dumps(manifest(base)))
    assert made["display_information"]["name"] == "TimeTracker"
    assert made["features"]["bot_user"] == {"display_name": "TimeTracker", "always_online": False}
    [command] = made["features"]["slash_commands"]
    assert (command["command"], command["url"]) == ("/tt", EVENTS)
    assert command["should_escape"] is False
    assert made["oauth_config"]["redirect_urls"] == [
        "https://tt.example/integrations/slack/callback"
    ]
    assert made["oauth_config"]["scopes"] == {"bot": list(BOT_SCOPES)}
    assert made["settings"]["event_subscriptions"] == {
        "request_url": EVENTS,
        "bot_events": ["app_uninstalled", "tokens_revoked"],
    }
    assert made["settings"]["interactivity"] == {"is_enabled": True, "request_url": EVENTS}


def test_its_switches_are_those_we_rely_on() -> None:
    made: Any = manifest("https://tt.example")
    assert made["oauth_config"]["pkce_enabled"] is True
    assert {name: on for name, on in made["settings"].items() if isinstance(on, bool)} == {
        "org_deploy_enabled": False,
        "socket_mode_enabled": False,
        "token_rotation_enabled": True,
    }


def test_name_and_command_can_be_others() -> None:
    made: Any = manifest("https://tt.example", "Hours", "/hours")
    assert made["display_information"]["name"] == "Hours"
    assert made["features"]["bot_user"]["display_name"] == "Hours"
    assert made["features"]["slash_commands"][0]["command"] == "/hours"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 36},
        {"command": "tt"},
        {"command": "/"},
        {"command": "/t t"},
        {"command": "/" + "t" * 32},
    ],
)
def test_what_slack_would_not_have_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="at most"):
        manifest("https://tt.example", **wrong)
