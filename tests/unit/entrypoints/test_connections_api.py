"""Programs see connections, let them rest, and end them: those of the person they ask for, unless they see all."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, House

from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.people import PersonId

ALL = "/api/integrations/connections"


@pytest.fixture
def bens(house: House) -> Connection:
    return house.connect(BEN, "U2")


@pytest.fixture
def ben(house: House) -> dict[str, str]:
    return house.token(BEN, "tt_ben")


@pytest.fixture
def anna(house: House) -> dict[str, str]:
    return house.token(ANNA, "tt_anna")


def test_a_person_sees_their_own_and_no_setting_of_them(
    house: House, bens: Connection, ben: dict[str, str]
) -> None:
    house.connect(ANNA, "U1")
    got = house.http.get(ALL, headers=ben)
    assert got.json() == {
        "ok": True,
        "connections": [
            {
                "id": bens.id,
                "provider": "slack",
                "state": "active",
                "reason": None,
                "connected": True,
            }
        ],
    }


def test_whoever_sees_all_sees_everybodys_and_whose_they_are(
    house: House, bens: Connection, anna: dict[str, str]
) -> None:
    own = house.connect(ANNA, "U1")
    listed = house.http.get(f"{ALL}?provider=slack", headers=anna).json()["connections"]
    assert [(each["id"], each["owner"]["name"]) for each in listed] == [
        (bens.id, "ben"),
        (own.id, "anna"),
    ]
    after = house.http.get(f"{ALL}?provider=slack&after={bens.id}", headers=anna).json()
    assert [each["id"] for each in after["connections"]] == [own.id]


def test_nobody_else_sees_those_of_others(
    house: House, bens: Connection, ben: dict[str, str]
) -> None:
    assert house.http.get(f"{ALL}?provider=slack", headers=ben).status_code == 404
    annas = house.connect(ANNA, "U1")
    for deed in ("pause", "resume", "disconnect"):
        assert house.http.post(f"{ALL}/{annas.id}/{deed}", headers=ben).status_code == 404
        assert house.http.post(f"{ALL}/999/{deed}", headers=ben).status_code == 404
        assert house.http.post(f"{ALL}/x/{deed}", headers=ben).status_code == 400
        assert house.http.post(f"{ALL}/{bens.id}/{deed}").status_code == 401


def test_one_that_rests_goes_on_when_it_is_told_to(
    house: House, bens: Connection, ben: dict[str, str]
) -> None:
    paused = house.http.post(f"{ALL}/{bens.id}/pause", headers=ben).json()
    assert (paused["ok"], paused["connection"]["state"]) == (True, "paused")
    assert "not active" in house.says("status", "U2")
    resumed = house.http.post(f"{ALL}/{bens.id}/resume", headers=ben).json()
    assert resumed["connection"]["state"] == "active"
    assert house.says("status", "U2") == "No active timer."


def test_one_that_ended_is_not_there_to_go_on(
    house: House, bens: Connection, ben: dict[str, str]
) -> None:
    ended = house.http.post(f"{ALL}/{bens.id}/disconnect", headers=ben).json()
    assert (ended["connection"]["state"], ended["revoked"]) == ("disabled", False)
    assert house.http.post(f"{ALL}/{bens.id}/resume", headers=ben).status_code == 409
    assert house.http.get(ALL, headers=ben).json()["connections"][0]["connected"] is False


def test_a_kept_delivery_is_carried_out_once_more_for_whoever_it_is_of(
    house: House, bens: Connection, ben: dict[str, str]
) -> None:
    with house.application.replay.unit_of_work() as tx:
        kept = tx.inbox.keep(bens.id, Delivery("slack_connector", {}, b""), house.clock.now())
        tx.commit()
    path = f"/api/integrations/deliveries/{kept}/replay"
    stranger = house.token(guest_of(house), "tt_guest")
    assert house.http.post(path, headers=stranger).status_code == 404
    assert house.http.post(path, headers=ben).json() == {"ok": True, "queued": True}
    assert house.http.post(path, headers=ben).json() == {"ok": True, "queued": False}
    missing = "/api/integrations/deliveries/999/replay"
    assert house.http.post(missing, headers=ben).status_code == 404


def guest_of(house: House) -> PersonId:
    """Somebody active who owns nothing."""
    with house.engine.begin() as connection:
        made = sa.insert(users).values(username="guest", role="user").returning(users.c.id)
        return PersonId(connection.execute(made).scalar_one())


def test_a_state_is_what_it_is_for_programs_too(house: House, bens: Connection) -> None:
    house.put(bens, ConnectionState.NEEDS_RECONNECT)
    headers = house.token(BEN, "tt_other")
    [shown] = house.http.get(ALL, headers=headers).json()["connections"]
    assert (shown["state"], shown["connected"]) == ("needs_reconnect", False)
