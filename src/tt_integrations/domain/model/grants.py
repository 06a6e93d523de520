"""What an owner allowed us at a provider, in the open and sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve, field, frozen

from tt_integrations.domain.model.connection import ConnectionId


@frozen
class Grant:
    """`expires` None: never. A refresh token may be good only once."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires: datetime | None = None
    scopes: frozenset[str] = frozenset()

    def after(self, old: Grant) -> Grant:
        """Complete: with what the old one has where a refresh tells nothing new of it."""
        return evolve(
            self,
            refresh_token=self.refresh_token or old.refresh_token,
            scopes=self.scopes or old.scopes,
        )


@frozen
class SealedGrant:
    """A grant as it is stored, its tokens sealed. `version` counts its changes from 1.

    While `refreshing_until` lies ahead, somebody is at the provider to refresh it.
    """

    connection: ConnectionId
    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires: datetime | None
    scopes: frozenset[str]
    version: int
    refreshing_until: datetime | None = None


@frozen
class Granted:
    """The end of a consent: the grant, and what it tells of the account (settings of the connection)."""

    grant: Grant
    settings: Mapping[str, object]


@frozen
class Learnt:
    """What a provider told of settings that are to be saved: more settings, and a grant where what was entered is
    good for one. `checked`: it told all that it was asked."""

    settings: Mapping[str, object] = field(factory=dict)
    grant: Grant | None = None
    checked: bool = True


@frozen
class ConsentAsk:
    """What a consent page is asked for: our single-use state, the PKCE S256 challenge, where to come back to.
    `settings`: the owner's so far, which say what the grant must be good for."""

    state: str = field(repr=False)
    challenge: str
    redirect: str
    settings: Mapping[str, object] = field(factory=dict, repr=False)


@frozen
class ConsentGiven:
    """What came back from a consent page, with the PKCE verifier and the redirect address it was asked with, and the
    owner's settings as they are now."""

    code: str = field(repr=False)
    verifier: str = field(repr=False)
    redirect: str
    settings: Mapping[str, object] = field(factory=dict, repr=False)
