"""Whose connection, and whose hands: nobody ever acts as somebody else."""

from __future__ import annotations

import sqlalchemy as sa
from house import ANNA, BEN, House, keyed

from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.domain.model.connection import ConnectionState

ONE, OTHER = "one-signing-secret", "another-signing-secret"


def test_two_people_with_one_signing_secret_are_told_apart_by_team_and_user(house: House) -> None:
    house.connect(ANNA, "U1")
    house.connect(BEN, "U2")
    house.says("start web", "U1")
    house.says("start support", "U2")
    assert house.timers() == [(ANNA, 1), (BEN, 3)]


def test_one_user_id_in_two_teams_is_two_people(house: House) -> None:
    house.connect(ANNA, "U1", team="T1", secret=ONE)
    house.connect(BEN, "U1", team="T2", secret=OTHER)
    house.send(house.command("start web", team="T1"), secret=ONE)
    house.send(house.command("start support", team="T2"), secret=OTHER)
    assert house.timers() == [(ANNA, 1), (BEN, 3)]


def test_another_tenants_secret_does_not_sign_for_a_person(house: House) -> None:
    house.connect(ANNA, "U1", team="T1")
    house.connect(BEN, "U2", team="T2", secret=OTHER)
    got = house.send(house.command("start web", user="U1", team="T1"), secret=OTHER)
    assert got.status_code == 401
    assert house.timers() == []


def test_at_ones_own_key_one_cannot_act_as_a_person_of_another_tenant(house: House) -> None:
    house.connect(ANNA, "U1", team="T1")
    bens = house.connect(BEN, "U2", team="T2", secret=OTHER)
    forged = house.command("start web", user="U1", team="T1")
    got = house.send(forged, to=keyed(bens), secret=OTHER)
    assert got.status_code == 200
    assert "is not linked" in got.json()["text"]
    assert house.timers() == []


def test_a_key_wants_its_own_connections_signature(house: House) -> None:
    annas = house.connect(ANNA, "U1", team="T1")
    house.connect(BEN, "U2", team="T2", secret=OTHER)
    got = house.send(house.command("start web"), to=keyed(annas), secret=OTHER)
    assert got.status_code == 401


def test_two_spellings_of_a_field_do_not_make_somebody_else(house: House) -> None:
    house.connect(ANNA, "U1")
    house.connect(BEN, "U2")
    got = house.send(b"user%5Fid=U1&" + house.command("start web", user="U2"))
    assert got.status_code == 400
    assert house.timers() == []


def test_a_user_whose_name_is_spelled_otherwise_is_nobody(house: House) -> None:
    house.connect(ANNA, "U1")
    body = house.command("start web").replace(b"user_id", b"user%5Fid")
    got = house.send(body)
    assert "is not linked" in got.json()["text"]
    assert house.timers() == []


def test_a_link_saved_before_its_team_was_known_still_works(house: House) -> None:
    connection = house.connect(ANNA, "U1", team="")
    assert house.says("status") == "No active timer."
    assert house.says("status", to=keyed(connection)) == "No active timer."


def test_a_working_connection_goes_before_a_newer_one_that_does_not(house: House) -> None:
    house.connect(ANNA, "U1")
    newer = house.connect(BEN, "U1")
    house.put(newer, ConnectionState.PAUSED)
    assert house.says("start web") == ":stopwatch: Timer started for *Web*."
    assert house.timers() == [(ANNA, 1)]


def test_a_secret_that_cannot_be_opened_hides_no_other_connection(house: House) -> None:
    house.connect(ANNA, "U1")
    broken = house.connect(BEN, "U2")
    sealed = {"signing_secret": "v1.lost.AAAA", "team_id": "T1", "linked_slack_user_id": "U2"}
    with house.engine.begin() as database:
        chosen = sa.update(integrations).where(integrations.c.id == broken.id)
        database.execute(chosen.values(config=sealed))
    assert house.says("status", "U1") == "No active timer."
    got = house.send(house.command("status", user="U2"), to=keyed(broken))
    assert got.status_code == 503
    assert got.json()["code"] == "secret_unreadable"
