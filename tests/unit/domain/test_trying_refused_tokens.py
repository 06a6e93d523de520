"""Whoever waits for an answer hears of a refusal only when no other token is taken either."""

from __future__ import annotations

import pytest

from aviary import Aviary
from loft import DIALECTS, VAULT
from pigeon import KEY
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionId
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.check_connection import CheckConnection, Failing, Working
from tt_integrations.domain.usecases.save_settings import NewSettings
from tt_integrations.domain.usecases.show_connection import ConnectionOf

DEAD = "the token is dead"


@pytest.fixture
def granted(aviary: Aviary, connection: Connection) -> Connection:
    """With a grant, whose access token is `access 1`."""
    aviary.grant(connection)
    return connection


def check(aviary: Aviary) -> CheckConnection:
    parrots = {KEY: aviary.parrot}
    return CheckConnection(
        aviary.work, VAULT, DIALECTS, parrots, parrots, aviary.access, aviary.retry
    )


def test_a_connection_that_is_gone_meanwhile_is_not_tried_again(
    aviary: Aviary,
) -> None:
    asked: list[str] = []

    def work() -> None:
        asked.append("once")
        raise ProviderRefused(DEAD, "as it was stored")

    with pytest.raises(ProviderRefused):
        aviary.retry(ConnectionId(99), work)
    assert asked == ["once"]


def test_who_tries_a_connection_whose_token_died_early_hears_that_it_works(
    aviary: Aviary, ann: Person, granted: Connection
) -> None:
    aviary.parrot.dead = {"access 1"}
    assert check(aviary)(ConnectionOf(ann.id, KEY)) == Working(granted, "spoke")


def test_who_tries_a_connection_that_is_lost_hears_so_and_changes_nothing(
    aviary: Aviary, ann: Person, granted: Connection
) -> None:
    aviary.parrot.dead = {f"access {number}" for number in range(9)}
    tried = check(aviary)(ConnectionOf(ann.id, KEY))
    assert isinstance(tried, Failing)
    assert str(tried.error) == DEAD
    assert aviary.again(granted) == granted


def test_who_tries_a_grant_that_cannot_be_refreshed_changes_nothing_of_it(
    aviary: Aviary, ann: Person, connection: Connection
) -> None:
    aviary.grant(connection, Grant("eternal"))
    before = aviary.granted(connection)
    aviary.parrot.dead = {"eternal"}
    assert isinstance(check(aviary)(ConnectionOf(ann.id, KEY)), Failing)
    assert aviary.granted(connection) == before


def test_who_saves_a_channel_while_the_token_has_died_early_has_it_checked(
    aviary: Aviary, ann: Person, granted: Connection
) -> None:
    aviary.parrot.dead = {"access 1"}
    changes = Changes({"channel_id": "#nest"})
    saved = aviary.save(NewSettings(ann.id, KEY, "Pigeon", changes))
    assert saved.checked
    assert saved.connection.settings["channel_id"] == "id of #nest"


def test_a_refusal_tells_neither_the_token_nor_how_it_is_stored(
    aviary: Aviary, granted: Connection
) -> None:
    access = aviary.access(granted)
    assert access.sealed
    shown = repr([access, ProviderRefused(DEAD, access.sealed)])
    assert access.token not in shown
    assert access.sealed not in shown
