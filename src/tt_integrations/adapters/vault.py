"""Secrets at rest: AES-256-GCM, bound to their place, under keys that can be rotated.

A sealed value is text: `v1.<key id>.<base64url of nonce, ciphertext and tag>`. Values of the reference system,
`enc:v1:<fernet token>`, are opened when its key is given, and are `stale` so that they get sealed anew.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping

from attrs import field, frozen
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import Place

LEGACY = "enc:v1:"
NONCE = 12


def new_key() -> bytes:
    """32 random bytes."""
    return AESGCM.generate_key(256)


@frozen
class AesGcmVault:
    """`keys`: id -> 32 bytes; the first seals, all open. `legacy_key`: the reference system's Fernet key."""

    keys: Mapping[str, bytes] = field(repr=False)
    legacy_key: str | None = field(default=None, repr=False)
    _by_id: Mapping[str, AESGCM] = field(init=False, repr=False, eq=False)

    @keys.validator
    def _some(self, _attribute: object, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")

    @_by_id.default
    def _build(self) -> Mapping[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    @property
    def current(self) -> str:
        return next(iter(self.keys))

    def seal(self, text: str, place: Place) -> str:
        nonce = os.urandom(NONCE)
        box = self._by_id[self.current].encrypt(nonce, text.encode(), _bound(self.current, place))
        return f"v1.{self.current}.{base64.urlsafe_b64encode(nonce + box).decode().rstrip('=')}"

    def open(self, sealed: str, place: Place) -> str:
        try:
            if sealed.startswith(LEGACY):
                return self._open_legacy(sealed.removeprefix(LEGACY))
            version, key_id, text = sealed.split(".")
            if version != "v1":
                raise SecretUnreadable("not sealed by this library")
            box = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            cipher = self._by_id[key_id]
            return cipher.decrypt(box[:NONCE], box[NONCE:], _bound(key_id, place)).decode()
        except (ValueError, KeyError, InvalidTag, InvalidToken):
            raise SecretUnreadable("a stored secret cannot be opened") from None

    def stale(self, sealed: str) -> bool:
        return not sealed.startswith(f"v1.{self.current}.")

    def _open_legacy(self, token: str) -> str:
        if self.legacy_key is None:
            raise SecretUnreadable("a stored secret cannot be opened")
        return Fernet(self.legacy_key).decrypt(token.encode()).decode()


def _bound(key_id: str, place: Place) -> bytes:
    return f"tt:v1:{key_id}:{place.connection}:{place.name}".encode()
