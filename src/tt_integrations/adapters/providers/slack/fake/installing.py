"""Tokens without the detour through a browser, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.directory import person, team_of
from tt_integrations.adapters.providers.slack.fake.grants import Holder, Token
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import Tokens

BOT_SCOPES = (
    "commands", "chat:write", "channels:read", "groups:read", "im:read", "users:read", "users:read.email",
)  # fmt: skip
USER_SCOPES = ("users.profile:write", "users:read")


@frozen
class Installing:
    tokens: Tokens

    def bot_token(self, scopes: Sequence[str] = BOT_SCOPES, team: str | None = None) -> str:
        """A long-lived token of the app's bot with exactly these scopes."""
        with self.tokens.memory.lock:
            home = team_of(self.tokens.memory, team)
            return self.tokens.issue(Holder("bot", home.id, home.bot_user_id), scopes).value

    def user_token(
        self, user: str, scopes: Sequence[str] = USER_SCOPES, team: str | None = None
    ) -> str:
        """A long-lived token of a person with exactly these scopes."""
        with self.tokens.memory.lock:
            home = team_of(self.tokens.memory, team)
            who = person(self.tokens.memory, home.id, user)
            return self.tokens.issue(Holder("user", home.id, who.id), scopes).value

    def revoke_token(self, token: str) -> None:
        with self.tokens.memory.lock:
            self._known(token).state = "ended"

    def expire_token(self, token: str) -> None:
        with self.tokens.memory.lock:
            self._known(token).state = "outdated"

    def _known(self, token: str) -> Token:
        if token not in self.tokens.memory.tokens:
            raise ValueError("no such token")
        return self.tokens.memory.tokens[token]
