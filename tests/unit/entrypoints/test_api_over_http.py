"""The small API for people: how their own connection stands, and whether it works."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, GONE, SECRET, VAULT, Front, House, keyed

from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.people import Asking
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import web_app

STATUS, TEST = "/api/integrations/slack/status", "/api/integrations/slack/test"


def configure(house: House, connection: Connection, config: object) -> None:
    with house.engine.begin() as database:
        chosen = sa.update(integrations).where(integrations.c.id == connection.id)
        database.execute(chosen.values(config=config))


def test_the_status_of_ones_connection_has_the_reference_systems_fields(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    got = house.http.get(STATUS, headers=house.token(ANNA, "tt_anna"))
    assert got.status_code == 200
    assert got.json() == {
        "ok": True,
        "connected": True,
        "is_active": True,
        "state": "active",
        "reason": None,
        "channel_id": None,
        "notify_on_start": True,
        "notify_on_stop": True,
        "daily_summary": False,
        "daily_summary_time": "18:00",
        "linked_slack_user_id": "U1",
        "live_message": False,
        "skip_empty_days": False,
        "weekdays_only": False,
        "weekly_summary": False,
        "weekly_summary_day": 4,
        "has_bot_token": False,
        "has_signing_secret": True,
        "events_url": "https://tt.example/api/integrations/slack/events",
        "webhook_url": f"https://tt.example{keyed(connection)}",
        "last_sync_at": None,
        "last_sync_result": None,
    }


def test_no_secret_is_ever_shown(house: House) -> None:
    house.connect(ANNA, "U1")
    said = house.http.get(STATUS, headers=house.token(ANNA, "tt_anna")).text
    assert SECRET not in said
    assert "v1." not in said


def test_somebody_without_a_connection_is_not_connected(house: House) -> None:
    headers = house.token(BEN, "tt_ben")
    assert house.http.get(STATUS, headers=headers).json() == {"ok": True, "connected": False}
    got = house.http.post(TEST, headers=headers)
    assert got.status_code == 404
    assert got.json()["error"] == "Integration not configured"


def test_the_connection_of_somebody_else_is_never_shown(house: House) -> None:
    house.connect(ANNA, "U1")
    headers = house.token(BEN, "tt_ben")
    assert house.http.get(STATUS, headers=headers).json() == {"ok": True, "connected": False}
    assert house.http.post(TEST, headers=headers).status_code == 404


def test_looking_at_a_paused_connection_changes_nothing(house: House) -> None:
    house.put(house.connect(ANNA, "U1"), ConnectionState.PAUSED)
    headers = house.token(ANNA, "tt_anna")
    for _ in range(2):
        got = house.http.get(STATUS, headers=headers).json()
        assert (got["connected"], got["state"]) == (False, "paused")
        assert house.http.post(TEST, headers=headers).status_code == 404


def test_a_connection_that_works_passes_its_test(house: House) -> None:
    house.connect(ANNA, "U1")
    got = house.http.post(TEST, headers=house.token(ANNA, "tt_anna"))
    assert got.status_code == 200
    assert got.json() == {
        "ok": True,
        "error": None,
        "message": "The connection is complete. Nothing was posted: no token is stored.",
    }


@pytest.mark.parametrize(
    ("config", "error"),
    [
        ({"linked_slack_user_id": "U1"}, "secret_missing"),
        ({"signing_secret": "v1.k1.AAAA", "linked_slack_user_id": "U1"}, "secret_unreadable"),
        ({"signing_secret": "plain", "linked_slack_user_id": "U1"}, "secret_unreadable"),
    ],
)
def test_a_broken_connection_fails_its_test_and_says_why(
    house: House, config: dict[str, str], error: str
) -> None:
    configure(house, house.connect(ANNA, "U1"), config)
    got = house.http.post(TEST, headers=house.token(ANNA, "tt_anna"))
    assert got.status_code == 200
    assert (got.json()["ok"], got.json()["error"]) == (False, error)


def test_a_connection_that_links_nobody_fails_its_test(house: House) -> None:
    house.connect(ANNA, None)
    got = house.http.post(TEST, headers=house.token(ANNA, "tt_anna"))
    assert (got.json()["ok"], got.json()["error"]) == (False, "nobody_linked")


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer tt_nobody", "Basic tt_anna", "tt_anna"]
)
@pytest.mark.parametrize(("method", "path"), [("GET", STATUS), ("POST", TEST)])
def test_without_a_good_token_nobody_is_answered(
    house: House, method: str, path: str, authorization: str | None
) -> None:
    house.connect(ANNA, "U1")
    house.token(ANNA, "tt_anna")
    headers = {} if authorization is None else {"authorization": authorization}
    got = house.http.request(method, path, headers=headers)
    assert got.status_code == 401
    assert got.json() == {"ok": False, "error": "Please sign in", "code": "unauthenticated"}
    assert got.headers["www-authenticate"] == "Bearer"


def test_the_token_of_somebody_deactivated_is_no_good(house: House) -> None:
    assert house.http.get(STATUS, headers=house.token(GONE, "tt_gone")).status_code == 401


def test_an_unknown_provider_is_not_found_for_people_and_untold_to_strangers(house: House) -> None:
    headers = house.token(ANNA, "tt_anna")
    for method, path in (("GET", "nobody/status"), ("POST", "nobody/test")):
        got = house.http.request(method, f"/api/integrations/{path}", headers=headers)
        assert (got.status_code, got.json()["code"]) == (404, "not_connected")
        assert house.http.request(method, f"/api/integrations/{path}").status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", STATUS), ("GET", TEST), ("DELETE", TEST)])
def test_the_api_has_one_method_each(house: House, method: str, path: str) -> None:
    got = house.http.request(method, path)
    assert (got.status_code, got.json()["code"]) == (405, "method_not_allowed")


def test_settings_of_another_shape_do_not_break_the_status(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    headers = house.token(ANNA, "tt_anna")
    for config in ([], "text", None, 7):
        configure(house, connection, config)
        got = house.http.get(STATUS, headers=headers)
        assert got.status_code == 200
        assert got.json()["has_signing_secret"] is False


def test_a_mistake_of_ours_is_answered_in_json_without_its_details(
    house: House, front: Front, caplog: pytest.LogCaptureFixture
) -> None:
    class Mistaken:
        def who(self, asking: Asking) -> None:
            raise RuntimeError("a detail of the inside")

    parts = Parts(SqlUnitOfWork(house.engine), VAULT, house.clock, Mistaken())
    front.behind = web_app(build(parts))
    got = house.http.get(STATUS)
    assert got.status_code == 500
    assert got.json()["code"] == "internal_error"
    assert "inside" not in got.text
    assert "a detail of the inside" in caplog.text
