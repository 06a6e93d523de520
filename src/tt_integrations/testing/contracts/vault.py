# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.testing.contracts.ground import VaultGround

HERE = Place(ConnectionId(7), "signing_secret")
ELSEWHERE = (Place(ConnectionId(8), "signing_secret"), Place(ConnectionId(7), "bot_token"))
TEXTS = ("s3cret", "", "çà va – 秘密 🗝", "with.dots:and:colons", "x" * 10_000)


class VaultContract:
    @pytest.mark.parametrize("text", TEXTS)
    def test_what_was_sealed_opens_at_the_same_place(self, ground: VaultGround, text: str) -> None:
        assert ground.vault.open(ground.vault.seal(text, HERE), HERE) == text

    def test_a_sealed_value_does_not_show_the_text(self, ground: VaultGround) -> None:
        assert "s3cret" not in ground.vault.seal("s3cret", HERE)

    def test_nothing_is_sealed_the_same_twice(self, ground: VaultGround) -> None:
        sealed = {ground.vault.seal("s3cret", HERE) for _ in range(50)}
        assert len(sealed) == 50  # noqa: PLR2004 - as many as were sealed

    @pytest.mark.parametrize("place", ELSEWHERE)
    def test_it_opens_at_no_other_place(self, ground: VaultGround, place: Place) -> None:
        sealed = ground.vault.seal("s3cret", HERE)
        with pytest.raises(SecretUnreadable):
            ground.vault.open(sealed, place)

    def test_it_does_not_open_without_its_key(self, ground: VaultGround) -> None:
        sealed = ground.vault.seal("s3cret", HERE)
        with pytest.raises(SecretUnreadable):
            ground.without_the_key.open(sealed, HERE)

    def test_a_changed_value_does_not_open(self, ground: VaultGround) -> None:
        sealed = ground.vault.seal("s3cret", HERE)
        for index, character in enumerate(sealed[:-1]):
            changed = sealed[:index] + ("A" if character != "A" else "B") + sealed[index + 1 :]
            with pytest.raises(SecretUnreadable):
                ground.vault.open(changed, HERE)

    @pytest.mark.parametrize("value", ["", ".", "..", "v1..", "plain text", "v1.a.b.c", "🗝.🗝.🗝"])
    def test_what_was_never_sealed_does_not_open(self, ground: VaultGround, value: str) -> None:
        with pytest.raises(SecretUnreadable):
            ground.vault.open(value, HERE)

    def test_no_error_repeats_the_secret(self, ground: VaultGround) -> None:
        with pytest.raises(SecretUnreadable) as refused:
            ground.vault.open("s3cret", HERE)
        assert "s3cret" not in f"{refused.value!r} {refused.value}"
        assert refused.value.__cause__ is None

    def test_what_the_current_key_sealed_is_not_stale(self, ground: VaultGround) -> None:
        assert not ground.vault.stale(ground.vault.seal("s3cret", HERE))

    def test_after_a_rotation_the_old_value_opens_and_is_stale(self, ground: VaultGround) -> None:
        old = ground.vault.seal("s3cret", HERE)
        assert ground.rotated.open(old, HERE) == "s3cret"
        assert ground.rotated.stale(old)

    def test_sealed_anew_after_a_rotation_it_is_not_stale(self, ground: VaultGround) -> None:
        old = ground.vault.seal("s3cret", HERE)
        new = ground.rotated.seal(ground.rotated.open(old, HERE), HERE)
        assert not ground.rotated.stale(new)
        assert ground.rotated.open(new, HERE) == "s3cret"
