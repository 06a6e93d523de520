"""What Slack's Web API answers, in its own spelling.

Source: docs.slack.dev, reference/methods.
"""

from __future__ import annotations

import re

import httpx
from attrs import field, frozen

from tt_integrations.adapters.http_answers import object_in
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import MalformedPayload

CODE, SCOPES = re.compile(r"[a-z0-9_]{1,80}"), re.compile(r"[a-z0-9_.:,]{1,200}")


@frozen
class Refusal:
    """`ok: false`, which comes with HTTP 200. `needed`: the scopes that were missing, if it was that."""

    error: str
    needed: str = ""

    @property
    def code(self) -> str:
        """`error`, if it looks like one: what else a broken answer may hold is not passed on."""
        return self.error if CODE.fullmatch(self.error) else "unnamed"

    @property
    def scopes(self) -> str:
        """`needed`, in the same way."""
        return self.needed if SCOPES.fullmatch(self.needed) else "unnamed"


@frozen
class Answered:
    """`ok: true`. `scopes`: what the token may do, which every answer tells in a header."""

    payload: dict[str, object]
    scopes: frozenset[str]


@frozen
class WhoAmI:
    team: str
    team_id: str
    user_id: str


@frozen
class Posted:
    """`ts` names the message within its channel."""

    channel: str
    ts: str


@frozen
class Channel:
    """Direct channels have no `is_member`: whoever sees one is in it."""

    id: str
    is_archived: bool = False
    is_member: bool = True
    is_private: bool = False


@frozen
class ChannelInfo:
    channel: Channel


@frozen
class Team:
    id: str
    name: str = ""


@frozen
class Installer:
    id: str


@frozen
class Tokens:
    """`expires_in` is in seconds; it and the refresh token are there where the app's tokens rotate."""

    access_token: str = field(repr=False)
    scope: str = ""
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: int | None = None


@frozen
class Installed:
    """Whose tokens they are."""

    team: Team
    authed_user: Installer
    bot_user_id: str
    app_id: str


def said_in(response: httpx.Response) -> dict[str, object] | Refusal:
    """The answer's object where it is `ok`. Raises MalformedPayload for what is no answer of Slack's."""
    payload = object_in(response)
    match payload.get("ok"):
        case True:
            return payload
        case False:
            return structured(payload, Refusal)
    raise MalformedPayload("ok", "expected true or false")


def scopes_of(response: httpx.Response) -> frozenset[str]:
    told = response.headers.get("x-oauth-scopes", "").split(",")
    return frozenset(filter(None, map(str.strip, told)))
