"""What a signed-in person does with their own connections: behind our API and pages, and for those of a host.

Providers are named as in addresses (`slack`). Everything raises NotConnected for a provider that there is not.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.finish_consent import (
    Connected,
    ConsentDenied,
    ConsentExpired,
    ConsentReturned,
)
from tt_integrations.domain.usecases.redeem_link import LinkCode, Linked, LinkExpired, LinkShown
from tt_integrations.domain.usecases.save_settings import NewSettings, Saved
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.domain.usecases.start_consent import ConsentWanted
from tt_integrations.entrypoints.application import Application


@frozen
class Cards:
    application: Application
    person: PersonId
    public_address: str

    def connection(self, provider: str) -> Connection | None:
        """The person's connection as it stands; None when there is none."""
        known = self.application.provider(provider)
        return self.application.show(ConnectionOf(self.person, known.key))

    def save(self, provider: str, entered: Mapping[str, object]) -> Saved:
        """Save what was entered on the card; only what is given changes. Raises InvalidSettings.

        Asks the provider about a new token or channel, so not inside a transaction.
        """
        known = self.application.provider(provider)
        changes = known.accept(entered)
        return self.application.save(NewSettings(self.person, known.key, known.title, changes))

    def consent_address(self, provider: str, session: str) -> str:
        """Where the person's browser is sent to connect. `session` is something secret of that browser's own, such
        as a fresh cookie; it must come back with it."""
        known = self.application.provider(provider)
        redirect = f"{self.public_address}/integrations/{known.name}/callback"
        wanted = ConsentWanted(self.person, known.key, redirect, session)
        return self.application.start_consent(wanted).address

    def show_link(self, provider: str, code: str) -> LinkShown | LinkExpired:
        """Whom the code of a link address would tie to the person. Changes nothing: ask the person first."""
        return self.application.show_link(self._code(provider, code))

    def link(self, provider: str, code: str) -> Linked | LinkExpired:
        """Tie them, once the person agreed."""
        return self.application.redeem_link(self._code(provider, code))

    def _code(self, provider: str, code: str) -> LinkCode:
        known = self.application.provider(provider)
        return LinkCode(self.person, known.key, known.title, code)


def consent_returned(
    application: Application, provider: str, session: str, query: Mapping[str, str]
) -> Connected | ConsentExpired | ConsentDenied:
    """A browser is back from a consent page with this `query`; whose consent it is, its state says.

    Raises what the provider's answer amounts to. Asks the provider, so not inside a transaction.
    """
    known = application.provider(provider)
    return application.finish_consent(
        ConsentReturned(
            provider=known.key,
            name=known.title,
            state=query.get("state", ""),
            session=session,
            code=query.get("code"),
            refusal=query.get("error"),
        )
    )
