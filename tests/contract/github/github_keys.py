"""Keys as people may paste them for a GitHub App, all of them made here."""

from __future__ import annotations

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def rsa_pem(bits: int = 2048) -> str:
    """As GitHub gives it."""
    form = PrivateFormat.TraditionalOpenSSL
    return rsa_key(bits).private_bytes(Encoding.PEM, form, NoEncryption()).decode().strip()


def in_pkcs8() -> str:
    """As tools convert it."""
    key = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key.decode().strip()


def with_password() -> str:
    locked = BestAvailableEncryption(b"secret")
    return rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked).decode()


def elliptic() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def of_others() -> str:
    """The half that everybody may know."""
    form = PublicFormat.SubjectPublicKeyInfo
    return rsa_key().public_key().public_bytes(Encoding.PEM, form).decode()
