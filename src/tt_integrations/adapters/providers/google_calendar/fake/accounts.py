"""Who has a Google account, and which programs may ask them for access."""

from __future__ import annotations

from attrs import field, frozen

DEFAULT_CLIENT = "fake-client.apps.googleusercontent.com"
DEFAULT_SECRET = "GOCSPX-fake-secret"  # noqa: S105 - a secret that opens nothing but the fake


@frozen
class Account:
    """`sub` is the account's lasting id, 21 digits."""

    email: str
    name: str
    sub: str


@frozen
class Client:
    """A registered program. No `redirect_uris`: any address will do."""

    client_id: str = DEFAULT_CLIENT
    client_secret: str = field(default=DEFAULT_SECRET, repr=False)
    redirect_uris: tuple[str, ...] = ()

    def takes_back_to(self, uri: str) -> bool:
        if "://" not in uri or "#" in uri:
            return False
        return not self.redirect_uris or uri in self.redirect_uris
