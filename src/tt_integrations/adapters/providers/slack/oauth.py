"""Slack's consent page and the tokens that come of it.

Source: docs.slack.dev, authentication/installing-with-oauth, using-token-rotation and using-pkce.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

import httpx
from attrs import field, frozen

from tt_integrations.adapters.bearer import bearer
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, retry_after
from tt_integrations.adapters.providers.slack.oauth_answers import (
    grant_in,
    granted_in,
    unreadable,
    why_refused,
)
from tt_integrations.adapters.providers.slack.refusals import DEAD, meaning
from tt_integrations.adapters.providers.slack.scopes import BOT_SCOPES
from tt_integrations.adapters.providers.slack.web_answers import Refusal, said_in
from tt_integrations.adapters.providers.slack.web_api import BASE_URL
from tt_integrations.domain.errors import MalformedPayload, ProviderRefused
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.ports.clock import Clock

AUTHORIZE_URL = "https://slack.com/oauth/v2/authorize"


@frozen
class SlackOAuth:
    """Implements the port `OAuth` for the app's bot. Also raises CallRejected, for codes nobody expects."""

    clients: Clients
    clock: Clock
    client_id: str
    client_secret: str = field(repr=False)
    authorize_url: str = AUTHORIZE_URL
    base_url: str = BASE_URL

    def consent_address(self, ask: ConsentAsk) -> str:
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(BOT_SCOPES),
            "redirect_uri": ask.redirect,
            "state": ask.state,
            "code_challenge": ask.challenge,
            "code_challenge_method": "S256",
        }
        return f"{self.authorize_url}?{urlencode(asked)}"

    def exchange(self, given: ConsentGiven) -> Granted:
        """Settings: `team_id`, `team_name`, `bot_user_id`, `app_id`, `linked_slack_user_id`."""
        now = self.clock.now()
        said = self._accessed(
            {
                "code": given.code,
                "code_verifier": given.verifier,
                "redirect_uri": given.redirect,
            }
        )
        return granted_in(said, now)

    def refresh(self, grant: Grant) -> Grant:
        """Slack gives a new refresh token each time, and the old one is used up."""
        if grant.refresh_token is None:
            raise ProviderRefused("the token does not rotate: there is no refresh token")
        now = self.clock.now()
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token}
        anew = grant_in(self._accessed(form), now)
        return anew.after(grant)

    def revoke(self, grant: Grant) -> None:
        """Of tokens that rotate, Slack ends just this one; its refresh token lives on, though nobody has it."""
        try:
            headers = bearer(grant.access_token)
        except ProviderRefused:
            return  # what cannot be a token is nothing to be revoked
        said, wait = self._asked("auth.revoke", {}, headers)
        if isinstance(said, Refusal) and said.code not in DEAD:
            raise meaning(said, wait=wait, repeatable=True)

    def _accessed(self, form: Mapping[str, str]) -> Mapping[str, object]:
        said, wait = self._asked("oauth.v2.access", form, self._credentials())
        if isinstance(said, Refusal):
            raise why_refused(said, wait)
        return said

    def _credentials(self) -> dict[str, str]:
        pair = b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return {"authorization": f"Basic {pair}"}

    def _asked(
        self, method: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> tuple[dict[str, object] | Refusal, float]:
        """What Slack says, and how long to wait if it says that we call too often.

        Every call counts as repeatable: a code or a token that was used up by a lost answer is refused
        the next time, and nothing is done twice.
        """
        address = f"{self.base_url.rstrip('/')}/{method}"

        def send() -> httpx.Response:
            return self.clients.here().post(address, data=form, headers=headers)

        try:
            response = answer_of(send, repeatable=True)
            return said_in(response), retry_after(response)
        except MalformedPayload as error:
            raise unreadable(error) from None
