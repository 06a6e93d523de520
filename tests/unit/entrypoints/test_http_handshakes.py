"""What Slack asks of an address before and beside the commands."""

from __future__ import annotations

import json

import pytest
from house import ANNA, FORM, JSON, KEYLESS, House, keyed


@pytest.mark.parametrize("address", ["keyless", "keyed"])
def test_a_challenge_is_echoed_if_it_is_signed(house: House, address: str) -> None:
    connection = house.connect(ANNA, "U1")
    to = KEYLESS if address == "keyless" else keyed(connection)
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"}).encode()
    got = house.send(body, to, media_type=JSON)
    assert (got.status_code, got.json()) == (200, {"challenge": "c"})
    assert house.send(body, to, secret="a guess", media_type=JSON).status_code == 401


def test_every_other_genuine_event_is_acknowledged(house: House) -> None:
    house.connect(ANNA, "U1")
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_uninstalled"}}
    got = house.send(json.dumps(event).encode(), media_type=JSON)
    assert (got.status_code, got.json()) == (200, {"ok": True})


def test_an_ssl_check_is_answered_unsigned_and_empty(house: House) -> None:
    got = house.http.post(KEYLESS, data={"ssl_check": "1", "token": "t"})
    assert (got.status_code, got.content) == (200, b"")


def test_an_ssl_check_with_a_command_in_it_does_nothing(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    body = house.command("start web", ssl_check="1")
    assert house.http.post(KEYLESS, content=body, headers={"content-type": FORM}).content == b""
    assert house.send(body).content == b""
    assert house.send(body, keyed(connection)).content == b""
    assert house.timers() == []


def test_the_service_tells_that_it_is_alive(house: House) -> None:
    got = house.http.get("/healthz")
    assert (got.status_code, got.json()) == (200, {"ok": True})
