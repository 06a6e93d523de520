"""The JSON web tokens an app signs for itself (RS256), read with the rules of GitHub's page on them."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tt_integrations.adapters.providers.github.fake.nouns import App
from tt_integrations.adapters.providers.github.fake.refusals import Refused, refusal

LIFE = 600
"""How far ahead of GitHub's clock a JWT may expire, in seconds; its age does not count."""
DRIFT = 60
"""How many seconds the app's clock may be ahead of GitHub's."""
PARTS = 3
LATEST = 10**11
"""Far beyond every moment that anybody means, in seconds since 1970."""
UNREADABLE = "A JSON web token could not be decoded"
EXPIRES = "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
TOO_LATE = "'Expiration time' claim ('exp') is too far in the future"
ISSUED = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"


def is_jwt(text: str) -> bool:
    return text.startswith("ey") and text.count(".") == PARTS - 1


def key_pair() -> tuple[str, str]:
    """A private and a public key, as PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    as_pem = serialization.Encoding.PEM
    secret = private.private_bytes(
        as_pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    shape = serialization.PublicFormat.SubjectPublicKeyInfo
    return secret.decode(), private.public_key().public_bytes(as_pem, shape).decode()


def read_key(pem: str) -> rsa.RSAPublicKey:
    """Raises ValueError for what is no public RSA key."""
    key = serialization.load_pem_public_key(pem.encode())
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("apps sign by RSA")  # noqa: TRY004 - the PEM is of the right type
    return key


def app_of(text: str, apps: Iterable[App], now: float) -> App:
    """The app that signed. `now`: seconds since 1970. Raises Refused: 401, or 404 where no app is called so."""
    header, claims, signature = _decoded(text)
    if header.get("alg") != "RS256":
        raise _unauthorized(UNREADABLE)
    issuer = str(claims.get("iss"))
    app = next((app for app in apps if issuer in (str(app.id), app.client_id)), None)
    if app is None:
        raise refusal(404, "Integration not found")
    _check_signature(app, text.rpartition(".")[0], signature)
    _check_times(claims, now)
    return app


def _decoded(text: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    try:
        header, claims, signature = (_unpacked(part) for part in text.split("."))
        read = json.loads(header), json.loads(claims)
    except ValueError:
        raise _unauthorized(UNREADABLE) from None
    if not all(isinstance(part, dict) for part in read):
        raise _unauthorized(UNREADABLE)
    return *read, signature


def _unpacked(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error as error:
        raise ValueError("no base64") from error


def _check_signature(app: App, signed: str, signature: bytes) -> None:
    try:
        read_key(app.public_key).verify(signature, signed.encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        raise _unauthorized(UNREADABLE) from None


def _check_times(claims: dict[str, Any], now: float) -> None:
    issued, expires = _number(claims.get("iat")), _number(claims.get("exp"))
    if expires is None or expires <= now:
        raise _unauthorized(EXPIRES)
    if issued is None or issued > now:
        raise _unauthorized(ISSUED)
    if expires > now + LIFE + DRIFT:
        raise _unauthorized(TOO_LATE)


def _number(value: object) -> float | None:
    """Also None for what is no moment at all, such as NaN, which JSON readers let through."""
    return value if isinstance(value, int | float) and abs(value) < LATEST else None


def _unauthorized(message: str) -> Refused:
    return refusal(401, message)
