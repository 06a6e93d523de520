"""Each request has an id, given or made, in the answer and in the log."""

from __future__ import annotations

import json
import logging

import pytest
from house import ANNA, Front, House
from starlette.responses import JSONResponse
from starlette.routing import request_response
from watched import lines, logged, serving

from tt_integrations.entrypoints.http.webhooks import Webhook
from tt_integrations.entrypoints.observing.request_ids import RequestIds

GIVEN = "3f0a7c2e-9f6b-4a53-8a40-1b2c3d4e5f60"


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/integrations/runs"])
def test_a_well_formed_id_comes_back(house: House, front: Front, database: str, path: str) -> None:
    with serving(house, front, database) as service:
        got = service.http.get(path, headers={"x-request-id": GIVEN})
    assert got.headers.get_list("x-request-id") == [GIVEN]


def test_a_delivery_is_answered_with_its_id_too(house: House, front: Front, database: str) -> None:
    house.connect(ANNA, "U1")
    with serving(house, front, database):
        first = house.send(house.command("status"))
        second = house.send(house.command("status"), secret="wrong")
    ids = [got.headers["x-request-id"] for got in (first, second)]
    assert len(set(ids)) == 2
    assert all(len(each) >= 8 for each in ids)


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space", 'quote"quote', "a;b;c;d;e"])
def test_any_other_is_replaced(house: House, front: Front, database: str, given: str) -> None:
    with serving(house, front, database) as service:
        got = service.http.get("/healthz", headers={"x-request-id": given})
    [made] = got.headers.get_list("x-request-id")
    assert made != given
    assert made.replace("-", "").isalnum()


def test_new_ids_are_never_the_same() -> None:
    ids = RequestIds()
    made = {ids.of([]) for _ in range(100)} | {RequestIds().of([]) for _ in range(100)}
    assert len(made) == 200


def test_what_is_logged_meanwhile_carries_it(
    house: House, front: Front, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.connect(ANNA, "U1")

    def broken(*_: object) -> None:
        raise ValueError("somebody's words")

    monkeypatch.setattr(Webhook, "_delivery", broken)
    with serving(house, front, database), logged() as written:
        headers = {"x-request-id": GIVEN}
        got = house.http.post("/api/integrations/slack/events", content=b"x", headers=headers)
    assert got.status_code == 500
    [line] = [each for each in lines(written) if each["level"] == "error"]
    assert line["request_id"] == GIVEN
    assert (line["logger"], line["error"]) == (
        "tt_integrations.entrypoints.http.webhooks",
        "ValueError",
    )
    assert "somebody's words" not in json.dumps(line)


def test_what_is_logged_in_a_thread_carries_it(house: House, front: Front, database: str) -> None:
    def spoken(_request: object) -> JSONResponse:
        logging.getLogger("elsewhere").warning("said in a thread")
        return JSONResponse({})

    with serving(house, front, database) as service, logged() as written:
        [route] = [r for r in service.web.web.starlette.routes if r.path == "/healthz"]  # type: ignore[attr-defined]
        route.app = request_response(spoken)  # type: ignore[attr-defined]
        service.http.get("/healthz", headers={"x-request-id": GIVEN})
    [line] = [each for each in lines(written) if each["logger"] == "elsewhere"]
    assert line["request_id"] == GIVEN


def test_between_requests_there_is_none() -> None:
    with logged() as written:
        logging.getLogger("elsewhere").info("nobody asked")
    assert "request_id" not in lines(written)[0]
