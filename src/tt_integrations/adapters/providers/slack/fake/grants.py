"""Codes and tokens, and whom they speak for."""

from __future__ import annotations

from typing import Literal

from attrs import define, frozen

TokenKind = Literal["bot", "user"]


@frozen
class Holder:
    """Whom a token speaks for: the app's bot, or a person, in one team."""

    kind: TokenKind
    team_id: str
    user_id: str


@define
class Token:
    """An access token. `expires_at`, in seconds since 1970, is None for a long-lived one.

    `state`: `ended` by a revocation or by uninstalling; `outdated` by newer ones of a rotation.
    """

    value: str
    holder: Holder
    scopes: tuple[str, ...]
    expires_at: float | None = None
    state: Literal["live", "ended", "outdated"] = "live"


@define
class Refresh:
    """A refresh token, good for one use."""

    value: str
    holder: Holder
    scopes: tuple[str, ...]
    used: bool = False


@define
class Code:
    """What a person allowed, until it is exchanged. `issued_at` is in seconds since 1970."""

    value: str
    team_id: str
    user_id: str
    scopes: tuple[str, ...]
    user_scopes: tuple[str, ...]
    issued_at: float
    redirect_uri: str = ""
    challenge: str = ""
    challenge_method: str = ""
    used: bool = False
