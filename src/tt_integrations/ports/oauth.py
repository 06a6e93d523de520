"""How an owner grants us access at a provider. Never called inside a transaction."""

from __future__ import annotations

from typing import Protocol

from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted


class OAuth(Protocol):
    """OAuth 2 with PKCE. `exchange`, `refresh` and `revoke` raise ProviderUnavailable; the former two also
    ProviderRefused where the code or the refresh token is no good, and InvalidSettings where our own client id
    or secret is wrong."""

    def consent_address(self, ask: ConsentAsk) -> str:
        """Where the owner's browser is sent to consent. Pure. Raises NotConnected where there is no such page."""
        ...

    def exchange(self, given: ConsentGiven) -> Granted:
        """The grant for a consent's code, which is good once."""
        ...

    def refresh(self, grant: Grant) -> Grant:
        """The grant anew, complete: where the provider gives no new refresh token, the old one stays."""
        ...

    def revoke(self, grant: Grant) -> None:
        """End the grant at the provider. Nothing happens when it is dead already."""
        ...
