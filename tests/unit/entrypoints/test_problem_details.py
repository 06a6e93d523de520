"""On paths that the reference system does not have, errors are problem details (RFC 9457); on its own they are as it
tells them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from house import ANNA, BEN, Front, House
from lobby import Browser, opened_to_people

from tt_integrations.domain.errors import (
    InvalidSettings,
    MalformedPayload,
    NotConnected,
    StoreUnavailable,
)
from tt_integrations.entrypoints.http.refusals import kind_of, problem_of

RUNS, CONNECTIONS = "/api/integrations/runs", "/api/integrations/connections"
REPLAY = "/api/integrations/deliveries/{}/replay"
URN = "urn:tt-integrations:error:"


def problem(got: httpx.Response) -> dict[str, Any]:
    assert got.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = got.json()
    assert told["status"] == got.status_code
    assert told["type"] == f"{URN}{told['code']}"
    return told


@pytest.fixture
def ben(house: House) -> dict[str, str]:
    return house.token(BEN, "tt_ben")


def test_a_stranger_reads_a_problem_and_how_to_be_known(house: House) -> None:
    got = house.http.get(RUNS)
    assert problem(got)["code"] == "unauthenticated"
    assert (got.status_code, got.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("method", "path", "missing"),
    [
        ("GET", f"{RUNS}/7", "run"),
        ("POST", f"{CONNECTIONS}/7/pause", "connection"),
        ("POST", f"{CONNECTIONS}/7/disconnect", "connection"),
        ("POST", REPLAY.format(7), "delivery"),
    ],
)
def test_what_is_missing_is_named(
    house: House, ben: dict[str, str], method: str, path: str, missing: str
) -> None:
    told = problem(house.http.request(method, path, headers=ben))
    assert (told["status"], told["title"]) == (404, "Not found")
    assert told["detail"] == f"There is no such {missing}"
    assert told["type"] == f"{URN}not_connected"


def test_the_connection_of_somebody_else_looks_like_one_that_is_not_there(
    house: House, ben: dict[str, str]
) -> None:
    annas = house.connect(ANNA, "U1").id
    for deed in ("pause", "resume", "disconnect"):
        foreign = house.http.post(f"{CONNECTIONS}/{annas}/{deed}", headers=ben)
        nowhere = house.http.post(f"{CONNECTIONS}/{annas + 7}/{deed}", headers=ben)
        assert foreign.status_code == nowhere.status_code == 404
        assert foreign.text == nowhere.text


def test_the_place_that_is_malformed_is_named(house: House, ben: dict[str, str]) -> None:
    told = problem(house.http.get(f"{RUNS}?result=perhaps", headers=ben))
    assert (told["status"], told["code"], told["path"]) == (400, "malformed_payload", "result")
    assert told["detail"].startswith("result: expected one of ")
    assert problem(house.http.get(f"{RUNS}/x", headers=ben))["path"] == "run"


@pytest.mark.parametrize("body", [b"[]", b"{", b'"false"', b"\xff", b"[" * 50_000])
def test_a_body_that_is_no_object_is_malformed(
    house: House, ben: dict[str, str], body: bytes
) -> None:
    got = house.http.post(f"{CONNECTIONS}/1/pause", content=body, headers=ben)
    assert (problem(got)["path"], got.status_code) == ("body", 400)


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n'),
        ("text/plain", b"label_filter=bug"),
        ("application/xml", b"<label_filter>bug</label_filter>"),
        ("application/x-www-form-urlencoded", b"label_filter=%FF"),
        ("application/json", b"[1]"),
    ],
)
def test_settings_in_a_form_that_is_none_are_malformed_and_change_nothing(
    house: House, ben: dict[str, str], media_type: str, body: bytes
) -> None:
    path = "/api/integrations/github"
    headers = {**ben, "content-type": media_type}
    got = house.http.post(f"{path}/config", content=body, headers=headers)
    assert (got.status_code, got.json()["code"], got.json()["ok"]) == (
        400,
        "malformed_payload",
        False,
    )
    assert house.http.get(f"{path}/status", headers=ben).json()["connected"] is False


@pytest.mark.parametrize(("said", "meant"), [("false", False), ("true", True), (False, False)])
def test_the_word_false_is_false(
    house: House, ben: dict[str, str], said: object, meant: object
) -> None:
    path = "/api/integrations/github"
    house.http.post(f"{path}/config", json={"auto_start_timer": said}, headers=ben)
    shown = house.http.get(f"{path}/status", headers=ben).json()
    assert shown["auto_start_timer"] is meant


@pytest.mark.parametrize("wrong", [[1], {"a": 1}, "perhaps", 2])
def test_what_is_no_flag_is_refused_by_its_field(
    house: House, ben: dict[str, str], wrong: object
) -> None:
    path = "/api/integrations/github/config"
    got = house.http.post(path, json={"auto_start_timer": wrong}, headers=ben)
    assert (got.status_code, got.json()["field"]) == (422, "auto_start_timer")


def test_a_huge_form_is_too_large(house: House, ben: dict[str, str]) -> None:
    got = house.http.post(f"{CONNECTIONS}/1/pause", data={"x": "y" * 70_000}, headers=ben)
    assert (problem(got)["code"], got.status_code) == ("too_large", 413)


def test_another_method_is_a_problem_too(house: House, ben: dict[str, str]) -> None:
    got = house.http.post(f"{RUNS}/1", headers=ben)
    assert problem(got)["code"] == "method_not_allowed"
    assert set(got.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_an_address_below_ours_that_is_none_is_a_problem(house: House) -> None:
    assert problem(house.http.get(f"{RUNS}/1/2/3"))["code"] == "not_found"


@pytest.mark.parametrize("deed", ["pause", "resume", "disconnect"])
def test_a_session_alone_moves_no_connection(house: House, front: Front, deed: str) -> None:
    connection = house.connect(ANNA, "U1")
    front.behind = opened_to_people(house)
    browser = Browser(house.http)
    browser.sign_in()
    path = f"{CONNECTIONS}/{connection.id}/{deed}"
    for forged in ({}, {"x-csrf-token": "0" * 64}, {"origin": "https://evil.example"}):
        got = browser.ask("POST", path, forged)
        assert (problem(got)["code"], got.status_code) == ("forged", 403)
    [standing] = browser.get(CONNECTIONS).json()["connections"]
    assert standing["state"] == "active"


def test_a_mistake_of_ours_is_a_problem_without_its_details(
    house: House, ben: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> None:
        raise RuntimeError("a detail of the inside")

    monkeypatch.setattr("tt_integrations.entrypoints.http.runs.RunsListed", mistaken)
    got = house.http.get(RUNS, headers=ben)
    assert (problem(got)["code"], got.status_code) == ("internal_error", 500)
    assert "inside" not in got.text


def test_the_field_that_is_wrong_is_named_and_the_inside_is_not() -> None:
    assert problem_of(RUNS, InvalidSettings("port", "a number")).field == "port"
    assert problem_of(RUNS, MalformedPayload("$.a", "missing")).path == "$.a"
    assert problem_of("/api/openapi.json", NotConnected("x")).detail == "There is no such thing"
    assert "inside" not in problem_of(RUNS, StoreUnavailable("a detail of the inside")).detail


@pytest.mark.parametrize(
    "path",
    [
        "/api/integrations/github/sync",
        "/api/integrations/runsX/status",
        "/api/integrations",
        "/webhooks/slack/key",
        "/",
    ],
)
def test_the_reference_systems_paths_keep_its_form(path: str) -> None:
    assert kind_of(path) is None
