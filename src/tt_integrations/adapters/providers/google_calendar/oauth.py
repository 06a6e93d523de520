"""Google's consent page and the tokens that come of it.

Source: developers.google.com, identity/protocols/oauth2/web-server.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

import httpx
from attrs import field, frozen

from tt_integrations.adapters.bearer import bearer
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, object_in
from tt_integrations.adapters.providers.google_calendar.entries import direction_in
from tt_integrations.adapters.providers.google_calendar.oauth_answers import (
    DEAD,
    Tokens,
    check_granted,
    claimed_email,
    code_in,
    email_in,
    end_in,
    grant_in,
    tokens_in,
    unreadable,
    why_refused,
)
from tt_integrations.adapters.providers.google_calendar.scopes import EMAIL, asked_for
from tt_integrations.domain.errors import MalformedPayload, ProviderError, ProviderRefused
from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.ports.clock import Clock

AUTHORIZE_URL = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
REVOKE_URL = "https://oauth2.googleapis.com/revoke"
USERINFO_URL = "https://openidconnect.googleapis.com/v1/userinfo"


@frozen
class GoogleOAuth:
    """Implements the port `OAuth`. Also raises PermissionMissing for a consent with a box left out, and
    CallRejected for codes nobody expects. The setting `sync_direction` says what is asked for."""

    clients: Clients
    clock: Clock
    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str = AUTHORIZE_URL
    token_url: str = TOKEN_URL
    revoke_url: str = REVOKE_URL
    userinfo_url: str = USERINFO_URL

    def consent_address(self, ask: ConsentAsk) -> str:
        """Only with `offline` and `consent` Google gives a refresh token each time. What was granted earlier is
        not asked for again: a connection is to get what it needs, and no more."""
        asked = {
            "client_id": self.client_id,
            "redirect_uri": ask.redirect,
            "response_type": "code",
            "scope": " ".join(asked_for(_direction(ask.settings))),
            "access_type": "offline",
            "prompt": "consent",
            "state": ask.state,
            "code_challenge": ask.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.authorize_url}?{urlencode(asked)}"

    def exchange(self, given: ConsentGiven) -> Granted:
        """Settings: `email`, None where Google does not tell it; `consent_ends` in ISO 8601, None for never."""
        now = self.clock.now()
        tokens = self._tokens(
            {
                "grant_type": "authorization_code",
                "code": given.code,
                "code_verifier": given.verifier,
                "redirect_uri": given.redirect,
            }
        )
        grant = grant_in(tokens, now)
        check_granted(grant, _direction(given.settings))
        email = email_in(tokens.id_token) or self._email(grant)
        return Granted(grant, {"email": email, "consent_ends": end_in(tokens, now)})

    def refresh(self, grant: Grant) -> Grant:
        """Google gives no new refresh token: the old one stays good."""
        if grant.refresh_token is None:
            raise ProviderRefused("there is no refresh token")
        now = self.clock.now()
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
        anew = grant_in(self._tokens(form), now)
        return anew.after(grant)

    def revoke(self, grant: Grant) -> None:
        """It ends everything that the account allowed this client: not to be called while another connection of
        the account lives."""
        token = grant.refresh_token or grant.access_token
        status, said = self._posted(self.revoke_url, {"token": token})
        if not status and code_in(said) not in DEAD:
            raise why_refused(said)

    def _tokens(self, form: Mapping[str, str]) -> Tokens:
        credentials = {"client_id": self.client_id, "client_secret": self.client_secret}
        done, said = self._posted(self.token_url, {**form, **credentials})
        if not done:
            raise why_refused(said)
        return tokens_in(said)

    def _email(self, grant: Grant) -> str | None:
        """Where there was no `openid` granted, and so no id token. A consent is not lost for want of a name."""
        if EMAIL not in grant.scopes:
            return None
        try:
            headers = bearer(grant.access_token)
            response = answer_of(
                lambda: self.clients.here().get(self.userinfo_url, headers=headers),
                repeatable=True,
            )
            return claimed_email(object_in(response))
        except ProviderError:
            return None

    def _posted(self, address: str, form: Mapping[str, str]) -> tuple[bool, dict[str, object]]:
        """Whether it was done, and what Google says; secrets go into the body alone.

        Every call counts as repeatable: a code that was used up by a lost answer is refused the next time, and
        nothing is done twice.
        """
        send = partial(self.clients.here().post, address, data=form)
        try:
            response: httpx.Response = answer_of(send, repeatable=True)
            return response.is_success, object_in(response)
        except MalformedPayload as error:
            raise unreadable(error) from None


def _direction(settings: Mapping[str, object]) -> Direction:
    return direction_in(settings.get("sync_direction"))
