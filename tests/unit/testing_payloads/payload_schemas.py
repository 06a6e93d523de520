"""The providers' own descriptions in the words of JSON Schema, for the payloads that are described."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "contract" / "schemas"


def openapi(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema says that null is one of the alternatives."""
    if isinstance(node, list):
        return [openapi(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {name: openapi(value) for name, value in node.items() if name != "nullable"}
    return {"anyOf": [{"type": "null"}, plain]} if node.get("nullable") is True else plain


def discovery(node: Any) -> Any:
    """In a discovery document a reference names a schema, and fields it does not name are mistakes."""
    if isinstance(node, list):
        return [discovery(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": f"#/$defs/{node['$ref']}"}
    if node.get("type") == "any":
        return {}
    made = {"type": node.get("type", "object")}
    if "properties" in node:
        made["properties"] = {name: discovery(one) for name, one in node["properties"].items()}
        made["additionalProperties"] = False
    return made | {n: discovery(node[n]) for n in ("items", "additionalProperties") if n in node}


def github(name: str) -> Draft202012Validator:
    text = (SCHEMAS / "github_openapi_subset.min.json").read_text()
    components = openapi(json.loads(text)["components"])
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def google(name: str) -> Draft202012Validator:
    described = json.loads((SCHEMAS / "calendar.v3.min.json").read_text())["schemas"]
    defs = {each: discovery(schema) for each, schema in described.items()}
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": defs})
