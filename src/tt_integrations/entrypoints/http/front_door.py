"""By whom people are known to the stand-alone service: their token, a proxy in front of us, or their session."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.adapters.browsers import SessionIdentity, proof_of, session_secret
from tt_integrations.adapters.identity import FirstIdentity
from tt_integrations.adapters.proxies import Proxies, ProxyIdentity
from tt_integrations.entrypoints.local_accounts import LocalAccounts
from tt_integrations.entrypoints.web.pages import Pages
from tt_integrations.ports.identity import Identity

_NONE = Proxies()


@frozen
class FrontDoor:
    accounts: LocalAccounts
    pages: Pages
    proxies: Proxies = _NONE

    def identity(self, tokens: Identity) -> FirstIdentity:
        """Those first who say by themselves who they are, and cannot have been made to by another site's page."""
        follow, here = self.accounts.follow, self.pages.public_address
        proxied = ProxyIdentity(follow.unit_of_work, follow.clock, self.proxies, here)
        return FirstIdentity((tokens, proxied, SessionIdentity(follow, here)))

    def csrf_of(self, headers: Mapping[str, str]) -> str:
        """What forms hold as `csrf_token`; "" for a browser without a session."""
        secret = session_secret(headers, self.pages.public_address)
        return proof_of(secret) if secret else ""
