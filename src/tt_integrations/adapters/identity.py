"""Who is asking: the first who vouches for them, such as a bearer token that we stored hashed."""

from __future__ import annotations

import base64
import hashlib
import secrets

from attrs import frozen

from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.ports.identity import Identity
from tt_integrations.ports.unit_of_work import UnitOfWork

PREFIX = "tt_"


def new_token() -> str:
    """256 random bits, with a prefix by which secret scanners know it."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token. It holds enough randomness that a fast hash is safe."""
    return hashlib.sha256(token.encode()).hexdigest()


def s256(verifier: str) -> str:
    """PKCE's challenge of a verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@frozen
class BearerIdentity:
    """`Authorization: Bearer <token>`, the scheme in any letter case (RFC 6750, RFC 9110)."""

    unit_of_work: UnitOfWork

    def who(self, asking: Asking) -> Person | None:
        scheme, _, token = asking.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.startswith(PREFIX):
            return None
        with self.unit_of_work.reading() as tx:
            holder = tx.tokens.holder(digest_of(token))
            person = tx.people.find(holder) if holder else None
        return person if person and person.active else None


@frozen
class FirstIdentity:
    """Whoever the first of several vouches for, in their order."""

    identities: tuple[Identity, ...]

    def who(self, asking: Asking) -> Person | None:
        vouched = (identity.who(asking) for identity in self.identities)
        return next((person for person in vouched if person is not None), None)
