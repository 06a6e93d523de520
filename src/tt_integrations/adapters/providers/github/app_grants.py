"""A GitHub App of the owner's own as a grant: its tokens live for an hour, and its key is what refreshes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from attrs import field, frozen

from tt_integrations.adapters.providers.github.addresses import id_in
from tt_integrations.domain.errors import InvalidSettings, ProviderRefused
from tt_integrations.domain.model.grants import Grant

APP, INSTALLATION, KEY = "app_id", "installation_id", "app_private_key"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PARTS = 3


@frozen
class AppGrant:
    """`app`: the App's id or client id. `installation` None: the only one that there is. `key`: PEM."""

    app: str
    installation: int | None
    key: str = field(repr=False)

    def as_grant(self, token: str = "", expires: datetime = LONG_AGO) -> Grant:
        """Without a token it is due to be refreshed before anything else."""
        return Grant(token, f"{self.app}:{self.installation or ''}:{self.key}", expires)


def app_grant(settings: Mapping[str, object], secrets: Mapping[str, str]) -> Grant | None:
    """The grant for the App that was entered, not exchanged yet; None where no private key was.

    `settings` as they will be, `secrets` plain. Raises InvalidSettings where it is not said which App it is.
    """
    app, key = settings.get(APP), secrets.get(KEY)
    if key is None:
        return None
    if not isinstance(app, str):
        raise InvalidSettings(APP, "expected the id of the App that the private key is of")
    return AppGrant(app, id_in(settings.get(INSTALLATION)), key).as_grant()


def app_in(grant: Grant) -> AppGrant:
    """The App that a grant is of. Raises ProviderRefused for a grant of something else."""
    parts = (grant.refresh_token or "").split(":", PARTS - 1)
    if len(parts) < PARTS:
        raise ProviderRefused("what is stored is not the grant of an App")
    app, installation, key = parts
    return AppGrant(app, id_in(installation), key)
