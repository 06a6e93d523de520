"""A method of the Web API, and who calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from tt_integrations.adapters.providers.slack.fake.grants import Token, TokenKind
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.places import Channel, Team, User
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.web.limits import Limits
from tt_integrations.adapters.providers.slack.fake.web.parameters import Parameter


@frozen
class Caller:
    """Whoever holds the token, with the lock in hand."""

    memory: Memory
    token: Token
    limits: Limits

    @property
    def team(self) -> Team:
        return self.memory.teams[self.token.holder.team_id]

    @property
    def user(self) -> User:
        return self.memory.users[self.token.holder.user_id]

    @property
    def is_bot(self) -> bool:
        return self.token.holder.kind == "bot"

    def has(self, scope: str) -> bool:
        return scope in self.token.scopes

    def need(self, *scopes: str) -> None:
        """Raises Refused unless the token has one of the scopes."""
        if scopes and not any(map(self.has, scopes)):
            provided = ",".join(self.token.scopes)
            raise Refused("missing_scope", needed=",".join(scopes), provided=provided)

    def is_in(self, channel: Channel) -> bool:
        return self.token.holder.user_id in channel.members


Arguments = Mapping[str, Any]
Run = Callable[[Caller, Arguments], dict[str, Any]]


@frozen
class Method:
    """`run` gets typed arguments and gives what stands beside `ok`; it raises Refused.

    `scopes`: one of them is needed. `kinds`: of the tokens that may call. `per_minute`: the tier's limit per team.
    """

    run: Run
    accepts: Mapping[str, Parameter] = field(factory=dict)
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    kinds: tuple[TokenKind, ...] = ("bot", "user")
    per_minute: int | None = None


Exchange = Callable[[Arguments], dict[str, Any]]


@frozen
class OpenMethod:
    """A method without a token, for clients that prove themselves with an id and a secret; form bodies only."""

    run: Exchange
    accepts: Mapping[str, Parameter]
