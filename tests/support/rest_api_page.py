"""The page of the API, from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from described import described_app, document_of

ABOUT = """# The REST API

The same as `GET /api/openapi.json` says for programs (OpenAPI 3.1). `Authorization: Bearer` with a token from
`tt-integrations tokens issue` says who is asking; in a browser the session does, and whatever changes something then needs
the header `X-CSRF-Token`. Bodies are JSON objects or forms, moments ISO 8601 in UTC. [Error codes](error-codes.md)
lists what may go wrong.
"""
_COMPONENTS = "#/components/schemas/"


def rest_api() -> str:
    described = document_of(described_app())
    operations = "".join(
        _operation(method, path, operation)
        for path, item in described["paths"].items()
        for method, operation in item.items()
    )
    schemas = described["components"]["schemas"]
    shapes = "".join(_shape(name, schema) for name, schema in schemas.items())
    return f"{ABOUT}\n## Operations\n{operations}\n## Shapes\n{shapes}"


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    lines = [f"\n### `{method.upper()} {path}`\n", f"\n{operation['summary']}."]
    lines += [f" {operation['description']}"] if "description" in operation else []
    lines += ["\n", "\n", *_parameters(operation), *_body(operation)]
    lines += [
        f"- **{status}** {answer['description']}{_told(answer)}\n"
        for status, answer in operation["responses"].items()
    ]
    return "".join(lines)


def _parameters(operation: Mapping[str, Any]) -> Iterator[str]:
    for each in operation["parameters"]:
        about = each.get("description", "In the path.")
        yield f"- `{each['name']}`, {_type(each['schema'])}: {about}\n"


def _body(operation: Mapping[str, Any]) -> Iterator[str]:
    if "requestBody" not in operation:
        return
    content = operation["requestBody"]["content"]
    [schema] = [each["schema"] for each in list(content.values())[:1] if "schema" in each] or [{}]
    told = _type(schema) if schema else "the provider's own"
    yield f"- Body ({', '.join(f'`{each}`' for each in content)}): {told}\n"


def _told(answer: Mapping[str, Any]) -> str:
    told = [_type(each["schema"]) for each in answer["content"].values() if "schema" in each]
    return f": {', '.join(told)}" if told else ""


def _shape(name: str, schema: Mapping[str, Any]) -> str:
    about = schema.get("description", "")
    required = schema.get("required", [])
    lines = [f"\n### {name}\n", f"\n{about}\n" if about else "", "\n"]
    for key, each in schema.get("properties", {}).items():
        may = "" if key in required or not required else ", may be missing"
        said = f": {each['description']}" if "description" in each else ""
        lines.append(f"- `{key}`, {_type(each)}{may}{said}\n")
    if schema.get("additionalProperties") not in (False, None):
        lines.append("- and fields of other names\n")
    return "".join(lines)


def _type(schema: Mapping[str, Any]) -> str:
    match schema:
        case {"$ref": reference}:
            name = str(reference).removeprefix(_COMPONENTS)
            return f"[{name}](#{name.lower()})"
        case {"anyOf": several}:
            return " or ".join(_type(each) for each in several)
        case {"enum": values}:
            return " or ".join(
                f"`{str(each).lower() if each in (True, False) else each}`" for each in values
            )
        case {"type": "array", "items": items}:
            return f"a list of {_type(items)}"
        case {"type": list() as kinds}:
            return " or ".join(str(each) for each in kinds)
        case {"format": "date-time"}:
            return "moment"
        case {"type": str() as kind}:
            return kind
        case _:
            return "anything"
