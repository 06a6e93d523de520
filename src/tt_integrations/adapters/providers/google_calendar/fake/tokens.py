"""Codes, access tokens and refresh tokens, and how each of them dies.

Source: developers.google.com, identity/protocols/oauth2 (expiration) and web-server.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import define, field, frozen

ACCESS_LIFE = timedelta(seconds=3599)
CODE_LIFE = timedelta(minutes=10)
TESTING_LIFE = timedelta(days=7)
UNUSED_LIFE = timedelta(days=183)
LIVE_REFRESH_TOKENS = 100
"""Per account and client; one more, and the oldest dies without a word."""


@frozen
class Ask:
    """What a program asked for on the authorization page."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None = None
    challenge: str | None = None
    challenge_method: str = "plain"
    offline: bool = False
    consent: bool = False
    incremental: bool = False


@frozen
class Code:
    text: str
    ask: Ask
    email: str
    scopes: tuple[str, ...]
    dies: datetime
    first_consent: bool


@frozen
class AccessToken:
    text: str
    email: str
    client_id: str
    scopes: frozenset[str]
    dies: datetime


@define
class RefreshToken:
    """`dies` only where the grant is limited in time."""

    text: str
    email: str
    client_id: str
    scopes: tuple[str, ...]
    used: datetime
    dies: datetime | None

    def lives(self, now: datetime) -> bool:
        return now < self.used + UNUSED_LIFE and (self.dies is None or now < self.dies)


@define
class Tokens:
    """`consents`: which scopes each account has given the project. All is lost with one revocation."""

    consents: dict[str, tuple[str, ...]] = field(factory=dict)
    codes: dict[str, Code] = field(factory=dict)
    access: dict[str, AccessToken] = field(factory=dict)
    refresh: dict[str, RefreshToken] = field(factory=dict)

    def new_code(self, ask: Ask, email: str, scopes: Iterable[str], now: datetime) -> Code:
        given = tuple(scopes)
        text = f"4/0A{secrets.token_urlsafe(40)}"
        first = email not in self.consents
        self.consents[email] = tuple(dict.fromkeys((*self.consents.get(email, ()), *given)))
        self.codes[text] = Code(text, ask, email, given, now + CODE_LIFE, first)
        return self.codes[text]

    def new_access(
        self, email: str, client_id: str, scopes: Iterable[str], now: datetime
    ) -> AccessToken:
        text = f"ya29.{secrets.token_urlsafe(60)}"
        self.access[text] = AccessToken(
            text, email, client_id, frozenset(scopes), now + ACCESS_LIFE
        )
        return self.access[text]

    def new_refresh(self, access: AccessToken, now: datetime, *, testing: bool) -> RefreshToken:
        dies = now + TESTING_LIFE if testing else None
        text = f"1//0{secrets.token_urlsafe(60)}"
        ordered = tuple(sorted(access.scopes))
        made = RefreshToken(text, access.email, access.client_id, ordered, now, dies)
        self.refresh[text] = made
        self._keep_newest(made)
        return made

    def revoke(self, email: str) -> None:
        """The account's whole grant, of every client of the project."""
        self.consents.pop(email, None)
        for kept in (self.codes, self.access, self.refresh):
            for text in [text for text, one in kept.items() if one.email == email]:
                del kept[text]

    def holder(self, text: str, now: datetime) -> str | None:
        """The account of a token that still lives, be it for access or for refreshing."""
        access, refresh = self.access.get(text), self.refresh.get(text)
        if access and now < access.dies:
            return access.email
        return refresh.email if refresh and refresh.lives(now) else None

    def _keep_newest(self, made: RefreshToken) -> None:
        siblings = [
            one.text
            for one in self.refresh.values()
            if (one.email, one.client_id) == (made.email, made.client_id)
        ]
        for text in siblings[:-LIVE_REFRESH_TOKENS]:
            del self.refresh[text]
