"""What Slack sends us, in its own spelling.

Source: docs.slack.dev, interactivity/implementing-slash-commands and apis/events-api.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class SlashForm:
    """A slash command. `text` is everything after the command's first space, and may be empty."""

    team_id: str
    user_id: str
    command: str
    text: str = ""
    trigger_id: str = ""


@frozen
class Envelope:
    """What every JSON request has; `type` says which it is."""

    type: str


@frozen
class UrlVerification:
    challenge: str


@frozen
class InnerEvent:
    type: str


@frozen
class EventCallback:
    event: InnerEvent


@frozen
class InteractionForm:
    """A click or a submitted dialog: JSON inside one form field."""

    payload: str
