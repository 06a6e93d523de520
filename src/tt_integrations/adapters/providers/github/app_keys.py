"""The private key of a GitHub App, and what the App signs with it to say who it is.

`cryptography` is looked for when a key is: a host that only listens to GitHub need not have it.

Source: docs.github.com, apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

LEAST_BITS = 2048
BEFORE, AFTER = 60, 9 * 60
"""Seconds around now for which the App's word counts. GitHub allows ten minutes; both clocks may be a minute off."""


class NoKey(ValueError):
    """Says why a text is no private key that an App signs with; never repeats any of it."""


def private_key_in(text: str) -> RSAPrivateKey:
    """The key in a PEM text. Raises NoKey."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(text.encode(errors="replace"), password=None)
    except TypeError:
        raise NoKey("the key has a password; GitHub's have none") from None
    except Exception:  # noqa: BLE001 - several libraries have their own errors below it, some with parts of the text
        raise NoKey("expected the whole .pem file that GitHub gave for the App") from None
    if not isinstance(key, RSAPrivateKey):
        raise NoKey("expected an RSA key, which is what GitHub gives for Apps")
    if key.key_size < LEAST_BITS:
        raise NoKey(f"expected an RSA key of at least {LEAST_BITS} bits")
    return key


def word_of(app: str, key: RSAPrivateKey, now: datetime) -> str:
    """A JSON web token by which the App, named by its id or client id, says who it is. A secret for ten minutes."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    at = int(now.timestamp())
    claims = {"iat": at - BEFORE, "exp": at + AFTER, "iss": app}
    signed = ".".join((_packed({"alg": "RS256", "typ": "JWT"}), _packed(claims)))
    return f"{signed}.{_text(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def _packed(part: dict[str, object]) -> str:
    return _text(json.dumps(part, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
