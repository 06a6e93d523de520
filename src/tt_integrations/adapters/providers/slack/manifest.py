"""The Slack app as its owner can have it made, instead of filling in pages: an app manifest.

Source: docs.slack.dev, app-manifests and reference/app-manifest.
"""

from __future__ import annotations

from tt_integrations.adapters.providers.slack.scopes import BOT_SCOPES

Manifest = dict[str, object]
LONGEST_NAME = 35
LONGEST_COMMAND = 32


def manifest(base_url: str, name: str = "TimeTracker", command: str = "/tt") -> Manifest:
    """For a service that is reached at `base_url`. To be given to Slack as JSON.

    Two switches in it cannot be turned back on Slack's side: the rotation of tokens, and PKCE. Raises ValueError
    for a name or a command that Slack would not have.
    """
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"an app's name has at most {LONGEST_NAME} characters")
    if not command.startswith("/") or not 1 < len(command) <= LONGEST_COMMAND or " " in command:
        raise ValueError(
            f"a command is one word after a slash, {LONGEST_COMMAND} characters at most"
        )
    base = base_url.rstrip("/")
    events = f"{base}/api/integrations/slack/events"
    return {
        "display_information": {
            "name": name,
            "description": "Start and stop timers from Slack, and hear of them in a channel.",
        },
        "features": {
            "bot_user": {"display_name": name, "always_online": False},
            "slash_commands": [_command(command, events)],
        },
        "oauth_config": {
            "redirect_urls": [f"{base}/integrations/slack/callback"],
            "scopes": {"bot": list(BOT_SCOPES)},
            "pkce_enabled": True,
        },
        "settings": _settings(events),
    }


def _command(command: str, address: str) -> Manifest:
    return {
        "command": command,
        "url": address,
        "description": "Your timer",
        "usage_hint": "start <project> | stop | status | today",
        "should_escape": False,
    }


def _settings(address: str) -> Manifest:
    return {
        "event_subscriptions": {
            "request_url": address,
            "bot_events": ["app_uninstalled", "tokens_revoked"],
        },
        "interactivity": {"is_enabled": True, "request_url": address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": False,
        "token_rotation_enabled": True,
    }
