"""The API's document says all that there is, and nothing that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from attrs import frozen
from house import House
from jsonschema import Draft202012Validator
from starlette.routing import Route

from described import DOCUMENT, described_app, document_of
from tt_integrations.adapters.providers import discover
from tt_integrations.domain.errors import HostRefused
from tt_integrations.entrypoints.http.errors import STATUS
from tt_integrations.entrypoints.http.json_schemas import Schemas

APP = described_app()
DESCRIBED = document_of(APP)
METHODS = {"get", "post", "put", "patch", "delete"}


def spelled_out(path: str) -> Iterator[str]:
    for name in discover():
        yield path.replace("{provider}", name)


def written() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in DESCRIBED["paths"].items():
        for method, operation in item.items():
            assert method in METHODS
            yield method, path, operation


def test_every_route_for_programs_is_in_the_document_and_the_other_way_round() -> None:
    routes = {
        (method.lower(), path)
        for route in APP.starlette.routes
        if isinstance(route, Route) and route.path.startswith(("/api/", "/webhooks/"))
        for method in (route.methods or set()) - {"HEAD"}
        for path in spelled_out(route.path)
    }
    described = {(method, path) for method, path, _ in written()}
    nothing_to_sync = {("post", "/api/integrations/slack/sync")}
    assert described == routes - nothing_to_sync
    assert nothing_to_sync <= routes


def test_every_schema_is_one(house: House) -> None:
    schemas = DESCRIBED["components"]["schemas"]
    assert {"Problem", "Refused", "RunShape", "SlackSettings"} <= set(schemas)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_everything_that_is_referred_to_is_there() -> None:
    wanted = set(re.findall(r"#/components/schemas/(\w+)", str(DESCRIBED)))
    assert wanted == set(DESCRIBED["components"]["schemas"])
    schemes = {name for _, _, each in written() for way in each["security"] for name in way}
    assert schemes == set(DESCRIBED["components"]["securitySchemes"])


def test_every_operation_has_a_name_of_its_own_and_a_summary() -> None:
    operations = [operation for _, _, operation in written()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each["summary"] for each in operations)


def test_what_changes_something_with_a_session_needs_its_proof() -> None:
    sessions = [
        (method, way)
        for method, _, operation in written()
        for way in operation["security"]
        if "session" in way
    ]
    assert {method for method, _ in sessions} == {"get", "post"}
    assert all(("csrf" in way) is (method == "post") for method, way in sessions)


def test_the_settings_of_each_provider_are_those_of_its_card() -> None:
    for name, provider in discover().items():
        operation = DESCRIBED["paths"][f"/api/integrations/{name}/config"]["post"]
        [reference] = {
            each["schema"]["$ref"] for each in operation["requestBody"]["content"].values()
        }
        schema = DESCRIBED["components"]["schemas"][reference.rpartition("/")[2]]
        assert set(schema["properties"]) == {each.name for each in provider.fields}


def test_each_status_names_the_codes_it_may_have() -> None:
    codes = {kind.code for kind in STATUS}
    named = {
        code
        for _, _, operation in written()
        for answer in operation["responses"].values()
        for code in re.findall("`([a-z_]+)`", answer["description"])
    }
    in_words = {HostRefused.code}  # commands are answered with the host's sentence
    assert named == (codes - in_words) | {"unauthenticated", "too_large", "internal_error"}


def test_anybody_may_read_it_and_keep_it_for_a_while(house: House) -> None:
    got = house.http.get(DOCUMENT)
    assert (got.status_code, got.headers["content-type"]) == (200, "application/json")
    assert got.headers["cache-control"] == "public, max-age=300"
    assert got.json()["openapi"] == "3.1.0"
    assert got.json()["servers"] == [{"url": "https://tt.example"}]


@frozen
class Odd:
    there: complex


def test_what_has_no_schema_is_not_described_as_anything() -> None:
    with pytest.raises(TypeError, match="no schema for"):
        Schemas().of(Odd)
