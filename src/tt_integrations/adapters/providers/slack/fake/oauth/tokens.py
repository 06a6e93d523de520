"""Handing out, checking, rotating and ending tokens. Hold the lock.

Source: docs.slack.dev, authentication/using-token-rotation and methods/auth.revoke.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.grants import Holder, Refresh, Token
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.refusal import Refused

LIFETIME = 43200
"""Seconds an access token lives when tokens rotate."""
LIVE_AT_ONCE = 2


@frozen
class Granted:
    """`refresh` is None where tokens do not rotate."""

    token: Token
    refresh: Refresh | None = None


@frozen
class Tokens:
    memory: Memory

    def grant(self, holder: Holder, scopes: Iterable[str]) -> Granted:
        """Tokens for a consent. Scopes add to those granted before; a long-lived token stays the same one."""
        before = self.memory.granted.get(holder, ())
        both = (*before, *(s for s in scopes if s not in before))
        self.memory.granted[holder] = both
        if self.memory.app.rotates_tokens:
            return self._mint(holder, both)
        for token in self._of(holder):
            if token.state == "live" and token.expires_at is None:
                token.scopes = both
                return Granted(token)
        return Granted(self.issue(holder, both))

    def issue(self, holder: Holder, scopes: Iterable[str], lifetime: float | None = None) -> Token:
        """A new access token with exactly these scopes, long-lived unless `lifetime` gives its seconds."""
        letter = "b" if holder.kind == "bot" else "p"
        prefix = f"xox{letter}-" if lifetime is None else f"xoxe.xox{letter}-1-"
        value = f"{prefix}{self.memory.number()}-{secrets.token_hex(12)}"
        expires = None if lifetime is None else self.memory.clock.timestamp() + lifetime
        token = self.memory.tokens[value] = Token(value, holder, tuple(scopes), expires)
        return token

    def check(self, value: str | None) -> Token:
        """The live token. Raises Refused with the code Slack has for each way of being none."""
        if not value:
            raise Refused("not_authed")
        token = self.memory.tokens.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.state == "ended":
            raise Refused("account_inactive" if token.holder.kind == "bot" else "token_revoked")
        if token.state == "outdated" or self._expired(token):
            raise Refused("token_expired")
        if self.memory.users[token.holder.user_id].deleted:
            raise Refused("account_inactive")
        return token

    def refresh(self, value: str) -> Granted:
        """A new pair for a refresh token, which is used up by it."""
        known = self.memory.refreshes.get(value)
        if known is None or known.used:
            raise Refused("invalid_refresh_token")
        known.used = True
        return self._mint(known.holder, known.scopes)

    def end(self, holder: Holder) -> list[str]:
        """End everything granted to a holder, and say which access tokens were live."""
        self.memory.granted.pop(holder, None)
        for refresh in self.memory.refreshes.values():
            refresh.used = refresh.used or refresh.holder == holder
        ended = [token for token in self._of(holder) if token.state == "live"]
        for token in self._of(holder):
            token.state = "ended"
        return [token.value for token in ended]

    def holders(self, team_id: str) -> list[Holder]:
        """Everybody in a team who was ever given a token, each once."""
        found = (token.holder for token in self.memory.tokens.values())
        return list(dict.fromkeys(holder for holder in found if holder.team_id == team_id))

    def _mint(self, holder: Holder, scopes: tuple[str, ...]) -> Granted:
        token = self.issue(holder, scopes, LIFETIME)
        live = [t for t in self._of(holder) if t.state == "live" and not self._expired(t)]
        for old in live[:-LIVE_AT_ONCE]:
            old.state = "outdated"
        value = f"xoxe-1-{self.memory.number()}-{secrets.token_hex(16)}"
        refresh = self.memory.refreshes[value] = Refresh(value, holder, scopes)
        return Granted(token, refresh)

    def _of(self, holder: Holder) -> list[Token]:
        return [token for token in self.memory.tokens.values() if token.holder == holder]

    def _expired(self, token: Token) -> bool:
        return token.expires_at is not None and token.expires_at <= self.memory.clock.timestamp()
