"""The providers' own descriptions as JSON Schema; see tests/contract/schemas for where they come from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parents[1] / "contract" / "schemas"


@cache
def slack(method: str) -> Draft202012Validator | None:
    """Of a method's answer; None where Slack's description was not taken over."""
    described = _read("slack_responses.schema.json").get(method)
    return described and Draft202012Validator(described)


@cache
def github() -> Any:
    """The whole OpenAPI description, its schemas as JSON Schema."""
    return _openapi(_read("github_openapi_subset.min.json"))


def github_component(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": github()["components"]}
    )


@cache
def google(name: str) -> Draft202012Validator:
    """Of a resource of the Calendar API. Fields that are not described are mistakes."""
    described = _read("calendar.v3.min.json")["schemas"]
    defs = {each: _discovery(schema) for each, schema in described.items()}
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": defs})


@cache
def _read(file: str) -> Any:
    return json.loads((FOLDER / file).read_text())


def _openapi(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema says that null is one of the alternatives."""
    if isinstance(node, list):
        return [_openapi(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {name: _openapi(value) for name, value in node.items() if name != "nullable"}
    # a property may itself be called "nullable", but then its value is a schema and not a flag
    return {"anyOf": [{"type": "null"}, plain]} if node.get("nullable") is True else plain


def _discovery(node: Any) -> Any:
    """In a discovery document a reference names a schema."""
    if isinstance(node, list):
        return [_discovery(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": f"#/$defs/{node['$ref']}"}
    if node.get("type") == "any":
        return {}
    made = {"type": node.get("type", "object")}
    if "properties" in node:
        made["properties"] = {name: _discovery(one) for name, one in node["properties"].items()}
        made["additionalProperties"] = False
    return made | {n: _discovery(node[n]) for n in ("items", "additionalProperties") if n in node}
