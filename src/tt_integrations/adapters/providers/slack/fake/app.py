"""The app as its owner set it up on Slack's pages."""

from __future__ import annotations

from attrs import define, field


@define
class App:
    """Addresses are None until they are filled in; an empty `redirect_urls` lets every address pass.

    `rotates_tokens`: access tokens live twelve hours and come with refresh tokens.
    `escapes_names`: "Escape channels, users and links" of the slash command is switched on.
    Source: docs.slack.dev, app-management and authentication/using-token-rotation.
    """

    id: str = "A0SANDBOX"
    name: str = "Time Tracker"
    client_id: str = "100000000001.200000000002"
    client_secret: str = "fake-client-secret"  # noqa: S105  # opens nothing but this fake
    signing_secret: str = "fake-signing-secret"  # noqa: S105  # opens nothing but this fake
    verification_token: str = "fake-verification-token"  # noqa: S105  # opens nothing but this fake
    slash_url: str | None = None
    events_url: str | None = None
    interactivity_url: str | None = None
    redirect_urls: list[str] = field(factory=list)
    rotates_tokens: bool = False
    allows_pkce: bool = True
    escapes_names: bool = False

    def call_at(self, request_url: str) -> None:
        """Use one address for commands, events and interactions."""
        self.slash_url = self.events_url = self.interactivity_url = request_url
