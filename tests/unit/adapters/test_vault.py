"""Secrets at rest."""

from __future__ import annotations

import base64

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import ConnectionId, Place

HERE = Place(ConnectionId(7), "signing_secret")
OLD, NEW = new_key(), new_key()
VAULT = AesGcmVault({"k1": OLD})
SECRET = "xoxb-very-secret"


@given(st.text(), st.integers(1), st.text(st.characters(codec="utf-8")))
def test_any_text_opens_again_at_its_place(secret: str, connection: int, name: str) -> None:
    place = Place(ConnectionId(connection), name)
    assert VAULT.open(VAULT.seal(secret, place), place) == secret


def test_the_same_text_is_never_sealed_the_same_twice() -> None:
    assert VAULT.seal(SECRET, HERE) != VAULT.seal(SECRET, HERE)


def test_a_sealed_value_shows_nothing_of_the_text() -> None:
    sealed = VAULT.seal(SECRET, HERE)
    assert SECRET not in sealed
    assert base64.b64encode(SECRET.encode()).decode() not in sealed
    assert sealed.startswith("v1.k1.")


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place(ConnectionId(8), "signing_secret"),
        Place(ConnectionId(7), "bot_token"),
        Place(ConnectionId(77), "signing_secret"),
        Place(ConnectionId(7), ":signing_secret"),
    ],
)
def test_a_secret_opens_nowhere_else(elsewhere: Place) -> None:
    with pytest.raises(SecretUnreadable):
        VAULT.open(VAULT.seal(SECRET, HERE), elsewhere)


def test_another_key_of_the_same_name_opens_nothing() -> None:
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"k1": NEW}).open(VAULT.seal(SECRET, HERE), HERE)


def test_a_key_that_was_taken_away_opens_nothing() -> None:
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"k2": OLD}).open(VAULT.seal(SECRET, HERE), HERE)


def test_the_key_id_is_sealed_along() -> None:
    both = AesGcmVault({"k1": OLD, "k2": OLD})
    with pytest.raises(SecretUnreadable):
        both.open(both.seal(SECRET, HERE).replace("v1.k1.", "v1.k2."), HERE)


@given(st.data())
def test_a_value_changed_anywhere_does_not_open(data: st.DataObject) -> None:
    head, _, text = VAULT.seal(SECRET, HERE).rpartition(".")
    box = bytearray(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    box[data.draw(st.integers(0, len(box) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SecretUnreadable):
        VAULT.open(f"{head}.{base64.urlsafe_b64encode(box).decode()}", HERE)


@given(st.text() | st.text().map("v1.k1.{}".format) | st.text().map("enc:v1:{}".format))
def test_whatever_is_not_sealed_is_unreadable_and_nothing_worse(value: str) -> None:
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"k1": OLD}, Fernet.generate_key().decode()).open(value, HERE)


@pytest.mark.parametrize(
    "value", ["", "v1", "v1.k1", "v1.k1.", "v1.k1.AAAA", "v2.k1.AAAA", "v1.k1.é"]
)
def test_a_value_of_another_form_is_unreadable(value: str) -> None:
    with pytest.raises(SecretUnreadable):
        VAULT.open(value, HERE)


def test_plain_text_is_never_taken_for_a_secret() -> None:
    with pytest.raises(SecretUnreadable):
        VAULT.open(SECRET, HERE)


def test_after_a_rotation_old_secrets_open_and_new_ones_use_the_first_key() -> None:
    rotated = AesGcmVault({"k2": NEW, "k1": OLD})
    old = VAULT.seal(SECRET, HERE)
    assert rotated.open(old, HERE) == SECRET
    assert rotated.stale(old)
    renewed = rotated.seal(SECRET, HERE)
    assert renewed.startswith("v1.k2.")
    assert not rotated.stale(renewed)
    assert AesGcmVault({"k2": NEW}).open(renewed, HERE) == SECRET


def test_a_value_of_the_reference_system_opens_with_its_key_and_is_stale() -> None:
    legacy = Fernet.generate_key().decode()
    stored = "enc:v1:" + Fernet(legacy).encrypt(SECRET.encode()).decode()
    vault = AesGcmVault({"k1": OLD}, legacy)
    assert vault.open(stored, HERE) == SECRET
    assert vault.stale(stored)


@pytest.mark.parametrize("legacy", [None, Fernet.generate_key().decode()], ids=["none", "other"])
def test_a_value_of_the_reference_system_opens_with_no_other_key(legacy: str | None) -> None:
    stored = "enc:v1:" + Fernet(Fernet.generate_key()).encrypt(SECRET.encode()).decode()
    with pytest.raises(SecretUnreadable):
        AesGcmVault({"k1": OLD}, legacy).open(stored, HERE)


def test_a_vault_without_keys_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        AesGcmVault({})


def test_no_key_is_ever_shown() -> None:
    legacy = Fernet.generate_key().decode()
    shown = repr(AesGcmVault({"k1": OLD}, legacy))
    assert legacy not in shown
    assert repr(OLD) not in shown


def test_an_error_tells_neither_the_value_nor_why_it_does_not_open() -> None:
    sealed = VAULT.seal(SECRET, HERE)
    with pytest.raises(SecretUnreadable) as caught:
        AesGcmVault({"k1": NEW}).open(sealed, HERE)
    assert str(caught.value) == "a stored secret cannot be opened"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
