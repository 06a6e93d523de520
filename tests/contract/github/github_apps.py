"""A GitHub App of octo's, installed at octo, and our side of it."""

from __future__ import annotations

import pytest
from attrs import evolve, frozen
from github_ground import Ground, ground

from tt_integrations.adapters.providers.github.app_grants import AppGrant
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.grants import Grant

OF_TOKENS, OF_INSTALLATIONS = "apps/create-installation-access-token", "apps/list-installations"


@frozen
class Installed:
    """An App of octo's, installed at octo, and our side of it."""

    it: Ground
    grant: AppGrant
    tokens: GitHubAppTokens

    def fresh(self, **other: object) -> Grant:
        return self.tokens.refresh(evolve(self.grant, **other).as_grant())

    def refused(self, grant: Grant | None = None) -> IntegrationError:
        with pytest.raises(IntegrationError) as raised:
            self.tokens.refresh(grant or self.grant.as_grant())
        return raised.value


def installed(*, long_tokens: bool = False) -> Installed:
    it = ground()
    app = it.fake.add_app("timely", "octo", long_tokens=long_tokens)
    number = it.fake.install_app("timely", "octo").id
    grant = AppGrant(str(app.id), number, app.private_key)
    return Installed(it, grant, GitHubAppTokens(it.tracker.rest))
