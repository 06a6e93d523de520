"""Who is asking, by the session that a browser keeps in a cookie; and whether it was one of our pages that asked.

A browser sends its cookies along whoever's page makes it, so a change needs a proof: a token made of the session's
secret, which only a page of ours can have been told (OWASP's "signed double submit", bound to the session).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, urlsplit

from attrs import frozen

from tt_integrations.domain.errors import Forged
from tt_integrations.domain.model.people import Asking, Person

SESSION = "tt_session"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_PORTS = {"http": 80, "https": 443}


def cookie_name(name: str, public_address: str) -> str:
    """The name by which no other host and no plain http can have set it, where the service is reached by https."""
    return f"__Host-{name}" if public_address.startswith("https:") else name


def cookie(headers: Mapping[str, str], name: str) -> str:
    """The value of that cookie; "" when there is none."""
    pairs = (pair.partition("=") for pair in headers.get("cookie", "").split(";"))
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "")


def session_secret(headers: Mapping[str, str], public_address: str) -> str:
    """What the browser keeps of its session, not yet believed; "" when it has none."""
    return cookie(headers, cookie_name(SESSION, public_address))


def proof_of(secret: str) -> str:
    """The token that pages hold for a secret that a cookie holds. It tells nothing of the secret."""
    return hmac.new(secret.encode(), b"tt-integrations csrf", hashlib.sha256).hexdigest()


def require_proof(secret: str, proof: str) -> None:
    """Raises Forged unless the proof is that of the secret."""
    if not hmac.compare_digest(proof_of(secret).encode(), proof.encode()):
        raise Forged("the token is not that of the session")


def require_our_page(headers: Mapping[str, str], public_address: str) -> None:
    """Raises Forged when the browser says that it was another site's page. Programs say nothing."""
    said = headers.get("origin") or headers.get("referer")
    if said and public_address and _place(said) != _place(public_address):
        raise Forged("another site's page asks")


def _place(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no address, such as `null`. The names of loopback are one host."""
    try:
        parts: SplitResult = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    host = "localhost" if host in _LOOPBACK else host
    return (parts.scheme, host, port or _PORTS.get(parts.scheme)) if host else None


@frozen
class SessionIdentity:
    """`follow` says whose session a secret is. Raises Forged for a change without the session's proof."""

    follow: Callable[[str], Person | None]
    public_address: str = ""

    def who(self, asking: Asking) -> Person | None:
        secret = session_secret(asking.headers, self.public_address)
        person = self.follow(secret) if secret else None
        if person is not None and asking.changes:
            require_our_page(asking.headers, self.public_address)
            require_proof(secret, asking.proof)
        return person
