from __future__ import annotations

import pytest
from attrs import field, frozen
from cryptography.fernet import Fernet

from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.testing.contracts import VaultContract, VaultGround

HERE = Place(ConnectionId(7), "signing_secret")


@frozen
class RotatingKeys:
    old: bytes = field(factory=new_key)
    new: bytes = field(factory=new_key)

    @property
    def vault(self) -> AesGcmVault:
        return AesGcmVault({"old": self.old})

    @property
    def rotated(self) -> AesGcmVault:
        return AesGcmVault({"new": self.new, "old": self.old})

    @property
    def without_the_key(self) -> AesGcmVault:
        return AesGcmVault({"new": self.new})


class TestAesGcmVault(VaultContract):
    @pytest.fixture
    def ground(self) -> VaultGround:
        return RotatingKeys()


def test_another_key_of_the_same_name_opens_nothing() -> None:
    sealed = AesGcmVault({"main": new_key()}).seal("s3cret", HERE)
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"main": new_key()}).open(sealed, HERE)


def test_a_value_of_the_reference_system_opens_with_its_key_and_is_stale() -> None:
    legacy_key = Fernet.generate_key()
    vault = AesGcmVault({"main": new_key()}, legacy_key.decode())
    sealed = "enc:v1:" + Fernet(legacy_key).encrypt(b"s3cret").decode()
    assert vault.open(sealed, HERE) == "s3cret"
    assert vault.stale(sealed)


@pytest.mark.parametrize(
    "legacy_key", [None, Fernet.generate_key().decode()], ids=["none", "other"]
)
def test_a_value_of_the_reference_system_does_not_open_without_its_key(
    legacy_key: str | None,
) -> None:
    sealed = "enc:v1:" + Fernet(Fernet.generate_key()).encrypt(b"s3cret").decode()
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"main": new_key()}, legacy_key).open(sealed, HERE)


def test_a_vault_without_any_key_is_not_made() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        AesGcmVault({})


def test_a_vault_does_not_show_its_keys() -> None:
    shown = repr(AesGcmVault({"main": b"k" * 32}, Fernet.generate_key().decode()))
    assert shown == "AesGcmVault()"
