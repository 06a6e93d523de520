"""What is made up at random, each for its purpose."""

from __future__ import annotations

import secrets

from tt_integrations.domain.model.connection import ConnectionKey


def key() -> ConnectionKey:
    """144 random bits for an address."""
    return ConnectionKey(secrets.token_urlsafe(18))


def secret() -> str:
    """256 random bits: a state, a verifier (43 characters, as PKCE wants them), a code in an address."""
    return secrets.token_urlsafe(32)


def channel() -> str:
    """128 random bits, of letters and digits alone."""
    return secrets.token_hex(16)


def mark() -> str:
    """64 random bits in 16 hexadecimal digits."""
    return secrets.token_hex(8)
