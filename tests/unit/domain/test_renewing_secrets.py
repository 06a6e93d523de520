"""Signing secrets that we make up: shown once, believed at once, and the one before for a day more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from loft import DIALECTS, VAULT
from pigeon import KEY, PigeonDialect, pigeon
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.connection import Changes, Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.believe import Believe
from tt_integrations.domain.usecases.renew_secret import RenewSecret
from tt_integrations.domain.usecases.save_settings import NewSettings, Saved, SaveSettings

DAY = timedelta(hours=24)


class MakingPigeon(PigeonDialect):
    makes_secret = True


@pytest.fixture
def saving(aviary: Aviary) -> SaveSettings:
    return evolve(aviary.save, dialects={KEY: MakingPigeon()})


def save(saving: SaveSettings, person: Person, changes: Changes | None = None) -> Saved:
    return saving(NewSettings(person.id, KEY, "Pigeon", changes or Changes({"team": "T"})))


def believes(aviary: Aviary, connection: Connection, secret: str) -> bool:
    letter = pigeon("typed", secret, connection.key)
    try:
        with aviary.work.reading() as tx:
            Believe(VAULT)(tx, DIALECTS[KEY], letter, aviary.clock.now())
    except Untrusted:
        return False
    return True


def fresh(saved: Saved) -> str:
    assert saved.fresh_secret
    assert saved.fresh_secret not in repr(saved)
    return saved.fresh_secret


def test_the_first_save_makes_one_and_tells_it_once(
    aviary: Aviary, ann: Person, saving: SaveSettings
) -> None:
    first = save(saving, ann)
    assert first.connection.state.works
    assert believes(aviary, first.connection, fresh(first))
    assert save(saving, ann).fresh_secret is None


def test_none_is_made_where_the_provider_makes_it(aviary: Aviary, ann: Person) -> None:
    assert save(aviary.save, ann, Changes(renews_secret=True)).fresh_secret is None


def test_the_former_is_believed_for_a_day_more(
    aviary: Aviary, ann: Person, saving: SaveSettings
) -> None:
    old = fresh(save(saving, ann))
    renewed = save(saving, ann, Changes(renews_secret=True))
    for secret in (old, fresh(renewed)):
        assert believes(aviary, renewed.connection, secret)
    aviary.clock.advance(DAY - timedelta(seconds=1))
    assert believes(aviary, renewed.connection, old)
    aviary.clock.advance(timedelta(seconds=1))
    assert not believes(aviary, renewed.connection, old)
    assert believes(aviary, renewed.connection, fresh(renewed))


def test_one_that_the_owner_enters_counts_and_is_not_told_back(
    aviary: Aviary, ann: Person, saving: SaveSettings
) -> None:
    old = fresh(save(saving, ann))
    entered = save(saving, ann, Changes(secrets={"neck": "chosen"}))
    assert entered.fresh_secret is None
    assert believes(aviary, entered.connection, "chosen")
    assert believes(aviary, entered.connection, old)


def test_a_former_that_cannot_be_opened_any_more_is_left_out(
    aviary: Aviary, ann: Person, saving: SaveSettings
) -> None:
    save(saving, ann)
    lost = RenewSecret(AesGcmVault({"k9": new_key()}), lambda: "new")
    renewed = save(evolve(saving, renew=lost), ann, Changes(renews_secret=True))
    assert believes(aviary, renewed.connection, fresh(renewed))
    assert "former_neck" not in renewed.connection.settings
