"""What Slack sends us, in its own spelling.

Source: docs.slack.dev, interactivity/implementing-slash-commands, interactivity/handling-user-interaction
and apis/events-api.
"""

from __future__ import annotations

from attrs import field, frozen


@frozen
class SlashForm:
    """A slash command. `text` is everything after the command's first space, and may be empty."""

    team_id: str
    user_id: str
    command: str
    text: str = ""
    trigger_id: str = ""
    response_url: str = ""


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
class RevokedTokens:
    """The users whose tokens are dead: the bots' and the people's own."""

    bot: list[str] = field(factory=list)
    oauth: list[str] = field(factory=list)


@frozen
class TokensRevoked:
    tokens: RevokedTokens = field(factory=RevokedTokens)


@frozen
class TokensRevokedCallback:
    event: TokensRevoked


@frozen
class InteractionForm:
    """A click or a submitted dialog: JSON inside one form field."""

    payload: str


@frozen
class Team:
    id: str


@frozen
class User:
    """`team_id` is where the account lives, which may be another workspace than the one that was clicked in."""

    id: str
    team_id: str = ""


@frozen
class Action:
    """The element that was used; only a button has a `value`."""

    action_id: str
    value: str | None = None
    action_ts: str = ""


@frozen
class BlockActions:
    """A click. `team` is null where the app is installed for a whole organisation; only messages have a
    `response_url`.
    """

    user: User
    actions: list[Action]
    team: Team | None = None
    trigger_id: str = ""
    response_url: str = ""
