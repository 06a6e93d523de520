"""Tokens of a GitHub App of the owner's own, which live for an hour.

Source: docs.github.com, rest/apps/apps, and apps/creating-github-apps/authenticating-with-a-github-app.
"""

from __future__ import annotations

from attrs import evolve, frozen

from tt_integrations.adapters.http_answers import object_in
from tt_integrations.adapters.providers.github import wire
from tt_integrations.adapters.providers.github.addresses import login_in
from tt_integrations.adapters.providers.github.app_grants import INSTALLATION, AppGrant, app_in
from tt_integrations.adapters.providers.github.app_keys import NoKey, private_key_in, word_of
from tt_integrations.adapters.providers.github.rest import (
    NOT_FOUND,
    PER_PAGE,
    Call,
    GitHubRest,
    list_in,
    rejected,
)
from tt_integrations.adapters.providers.github.translating import moment
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import InvalidSettings, NotConnected, ProviderRefused
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted

NO_CONSENT = "GitHub is connected by a token, or by an App of one's own: there is no consent page"
MOST_NAMED = 10


@frozen
class GitHubAppTokens:
    """Implements the port `OAuth` but for its consent page: that an owner consents is that they enter the key of
    their App. Also raises MalformedPayload, PermissionMissing and CallRejected, for answers nobody expects."""

    rest: GitHubRest

    def consent_address(self, ask: ConsentAsk) -> str:  # noqa: ARG002 - the port's
        """Raises NotConnected."""
        raise NotConnected(NO_CONSENT)

    def exchange(self, given: ConsentGiven) -> Granted:  # noqa: ARG002 - as above
        """Raises NotConnected."""
        raise NotConnected(NO_CONSENT)

    def refresh(self, grant: Grant) -> Grant:
        """A token for the hour. Where no installation was chosen, the only one is from now on; raises InvalidSettings
        where there are none, or several."""
        app = app_in(grant)
        access = self._as_app(app)
        if app.installation is None:
            app = evolve(app, installation=self._only_installation(access))
        path = f"/app/installations/{app.installation}/access_tokens"
        response = self.rest.answered(access, Call(path, "POST"))
        if response.status_code == NOT_FOUND:
            raise ProviderRefused("GitHub knows no such App, or it is not installed there any more")
        if not response.is_success:
            raise rejected(response)
        told = structured(object_in(response), wire.InstallationToken)
        return app.as_grant(told.token, moment(told.expires_at, "expires_at"))

    def revoke(self, grant: Grant) -> None:
        """Ends the token of this hour. The key lives on, and is its owner's to delete at GitHub."""
        if not grant.access_token:
            return
        try:
            self.rest.done(
                Access(grant.access_token, "revoked"), Call("/installation/token", "DELETE")
            )
        except ProviderRefused:
            return  # dead already

    def _as_app(self, app: AppGrant) -> Access:
        try:
            key = private_key_in(app.key)
        except NoKey as error:
            raise ProviderRefused(f"the App's private key is no good: {error}") from None
        return Access(word_of(app.app, key, self.rest.clock.now()), f"app {app.app}")

    def _only_installation(self, access: Access) -> int:
        response = self.rest.answered(
            access, Call("/app/installations", query={"per_page": str(PER_PAGE)})
        )
        if response.status_code == NOT_FOUND:
            raise ProviderRefused("GitHub knows no such App")
        if not response.is_success:
            raise rejected(response)
        match list_in(response, wire.Installation):
            case []:
                raise InvalidSettings(INSTALLATION, "the App is not installed anywhere yet")
            case [only]:
                return only.id
            case several:
                named = ", ".join(_named(each) for each in several[:MOST_NAMED])
                raise InvalidSettings(
                    INSTALLATION, f"the App is installed at several places, choose one: {named}"
                )


def _named(installation: wire.Installation) -> str:
    account = installation.account or {}
    name = login_in(account.get("login") or account.get("slug"))
    return f"{installation.id} ({name})" if name else str(installation.id)
