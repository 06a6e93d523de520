"""oauth.v2.access, auth.test and auth.revoke.

Source: docs.slack.dev, authentication/installing-with-oauth and reference/methods.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.grants import Code, Holder
from tt_integrations.adapters.providers.slack.fake.oauth.ending import end_holder, end_installation
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import LIFETIME, Granted, Tokens
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.web.method import (
    Arguments,
    Caller,
    Method,
    OpenMethod,
)
from tt_integrations.adapters.providers.slack.fake.web.parameters import FLAG, TEXT

CODE_SECONDS = 600.0


@frozen
class Access:
    tokens: Tokens

    def methods(self) -> Mapping[str, Method | OpenMethod]:
        names = (
            "client_id",
            "client_secret",
            "code",
            "redirect_uri",
            "grant_type",
            "refresh_token",
            "code_verifier",
        )
        return {
            "oauth.v2.access": OpenMethod(self.exchange, dict.fromkeys(names, TEXT)),
            "auth.test": Method(who_am_i),
            "auth.revoke": Method(self.revoke, {"test": FLAG}),
        }

    def exchange(self, arguments: Arguments) -> dict[str, Any]:
        """Tokens for a code or for a refresh token."""
        app = self.tokens.memory.app
        if arguments.get("client_id") != app.client_id:
            raise Refused("invalid_client_id")
        secret = arguments.get("client_secret", "")
        if not hmac.compare_digest(secret.encode(), app.client_secret.encode()):
            raise Refused("bad_client_secret")
        match arguments.get("grant_type", "authorization_code"):
            case "authorization_code":
                return self._for_code(arguments)
            case "refresh_token":
                granted = self.tokens.refresh(arguments.get("refresh_token", ""))
                return self._installed(granted) | _token(granted)
            case _:
                raise Refused("invalid_grant_type")

    def revoke(self, caller: Caller, arguments: Arguments) -> dict[str, Any]:
        """A rotating token ends alone; a long-lived one takes what was granted with it."""
        if arguments.get("test"):
            return {"revoked": False}
        if caller.token.expires_at is not None:
            caller.token.state = "ended"
        elif caller.is_bot:
            end_installation(self.tokens, caller.team.id)
        else:
            end_holder(self.tokens, caller.token.holder)
        return {"revoked": True}

    def _for_code(self, arguments: Arguments) -> dict[str, Any]:
        code = self._code(arguments)
        code.used = True
        memory = self.tokens.memory
        person: dict[str, Any] = {"id": code.user_id}
        if code.user_scopes:
            holder = Holder("user", code.team_id, code.user_id)
            person |= _token(self.tokens.grant(holder, code.user_scopes))
        answer = {**self._team(code.team_id), "authed_user": person}
        if code.scopes:
            bot = Holder("bot", code.team_id, memory.teams[code.team_id].bot_user_id)
            granted = self.tokens.grant(bot, code.scopes)
            answer |= self._installed(granted) | _token(granted)
        return answer

    def _code(self, arguments: Arguments) -> Code:
        memory = self.tokens.memory
        code = memory.codes.get(arguments.get("code", ""))
        if code is None or code.used:
            raise Refused("invalid_code")
        if memory.clock.timestamp() - code.issued_at > CODE_SECONDS:
            raise Refused("invalid_code")
        if arguments.get("redirect_uri", "") != code.redirect_uri:
            raise Refused("bad_redirect_uri")
        verifier = arguments.get("code_verifier", "")
        if (verifier or code.challenge) and not memory.app.allows_pkce:
            raise Refused("pkce_not_allowed")
        if (verifier or code.challenge) and challenge_of(verifier) != code.challenge:
            raise Refused("invalid_code_verifier")
        return code

    def _installed(self, granted: Granted) -> dict[str, Any]:
        holder = granted.token.holder
        shown = self._team(holder.team_id)
        return {**shown, "bot_user_id": holder.user_id} if holder.kind == "bot" else shown

    def _team(self, team_id: str) -> dict[str, Any]:
        team = self.tokens.memory.teams[team_id]
        shown: dict[str, Any] = {
            "app_id": self.tokens.memory.app.id,
            "team": {"id": team.id, "name": team.name},
            "is_enterprise_install": False,
        }
        if team.enterprise_id:
            shown["enterprise"] = {"id": team.enterprise_id, "name": team.enterprise_name}
        return shown


def who_am_i(caller: Caller, _arguments: Arguments) -> dict[str, Any]:
    team, user = caller.team, caller.user
    shown = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": user.name,
        "team_id": team.id,
        "user_id": user.id,
        "is_enterprise_install": False,
    }
    if caller.is_bot:
        shown["bot_id"] = team.bot_id
    if team.enterprise_id:
        shown["enterprise_id"] = team.enterprise_id
    return shown


def challenge_of(verifier: str) -> str:
    """The S256 challenge of RFC 7636."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _token(granted: Granted) -> dict[str, Any]:
    token = granted.token
    shown: dict[str, Any] = {
        "access_token": token.value,
        "token_type": token.holder.kind,
        "scope": ",".join(token.scopes),
    }
    if granted.refresh:
        shown |= {"expires_in": LIFETIME, "refresh_token": granted.refresh.value}
    return shown
