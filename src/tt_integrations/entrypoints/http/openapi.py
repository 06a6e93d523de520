"""The OpenAPI 3.1 document of the API, made from the declared operations and the shapes that they answer with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from attrs import field, frozen

from tt_integrations._version import __version__
from tt_integrations.adapters.browsers import SESSION, cookie_name
from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import Forged, IntegrationError, StoreUnavailable, Untrusted
from tt_integrations.entrypoints.http.asking import FORM, PROOF_HEADERS
from tt_integrations.entrypoints.http.errors import status_of_kind
from tt_integrations.entrypoints.http.json_schemas import Schema, Schemas
from tt_integrations.entrypoints.http.operations import Gate, Operation
from tt_integrations.entrypoints.http.refusals import PROBLEM, kind_of
from tt_integrations.entrypoints.http.shapes.refusals import Problem, Refused

JSON = "application/json"
PROVIDER = "{provider}"
_IN_BRACES = re.compile(r"{(\w+)}")
_ABOUT = """What the time tracker's integrations can be asked over HTTP. Errors on the paths that the reference system
has are `{ok, error, code}`, on all others problem details (RFC 9457); `code` is stable."""


@frozen
class Writer:
    """Writes operations down, the shapes that they speak of beside them."""

    providers: Sequence[Provider]
    schemas: Schemas = field(factory=Schemas)

    def paths(self, operations: Iterable[Operation]) -> dict[str, Schema]:
        paths: dict[str, Schema] = {}
        for operation in operations:
            for path, provider in self._meant(operation):
                written = self._operation(operation, path, provider)
                paths.setdefault(path, {})[operation.method.lower()] = written
        return paths

    def _meant(self, operation: Operation) -> Iterator[tuple[str, Provider | None]]:
        """A path of every provider is written down for each, since their settings differ."""
        if PROVIDER not in operation.path:
            yield operation.path, None
            return
        for provider in self.providers:
            if operation.where(provider):
                yield operation.path.replace(PROVIDER, provider.name), provider

    def _operation(self, operation: Operation, path: str, provider: Provider | None) -> Schema:
        written: Schema = {
            "operationId": _name(operation.method, path),
            "summary": operation.summary,
            "parameters": [*_in_path(path), *self._in_query(operation)],
            "security": _security(operation),
            "responses": self._answers(operation, path),
        }
        if operation.about:
            written["description"] = operation.about
        if operation.takes is not None and provider is not None:
            written["requestBody"] = self._body(operation.takes(provider), provider)
        elif operation.gate is Gate.SIGNATURE:
            written["requestBody"] = {"content": {JSON: {}, FORM: {}}}
        return written

    def _in_query(self, operation: Operation) -> Iterator[Schema]:
        for query in operation.queries:
            yield {
                "name": query.name,
                "in": "query",
                "description": query.about,
                "schema": _positive(self.schemas.of(query.kind)),
            }

    def _body(self, schema: Schema, provider: Provider) -> Schema:
        name = f"{provider.title.replace(' ', '')}Settings"
        self.schemas.named[name] = schema
        referred = {"schema": {"$ref": f"#/components/schemas/{name}"}}
        return {"content": {JSON: referred, FORM: referred}}

    def _answers(self, operation: Operation, path: str) -> dict[str, Schema]:
        shapes: dict[int, list[Any]] = {200: [operation.answer]}
        for status, shape in operation.others.items():
            shapes.setdefault(status, []).append(shape)
        refusals: dict[int, list[str]] = {}
        for status, code in _refusals(operation):
            refusals.setdefault(status, []).append(code)
        return {
            str(status): self._answer(status, path, shapes.get(status, []), refusals.get(status))
            for status in sorted({*shapes, *refusals})
        }

    def _answer(self, status: int, path: str, shapes: list[Any], codes: list[str] | None) -> Schema:
        content: dict[str, list[Schema]] = {}
        if told := [shape for shape in shapes if shape is not None]:
            content[JSON] = [self.schemas.of(shape) for shape in told]
        if codes:
            media_type, kind = (JSON, Refused) if kind_of(path) is None else (PROBLEM, Problem)
            content.setdefault(media_type, []).append(self.schemas.of(kind))
        said = ", ".join(f"`{code}`" for code in codes or ())
        return {
            "description": said or HTTPStatus(status).phrase,
            "content": {kind: _schema(schemas) for kind, schemas in content.items()},
        }


def document(
    operations: Iterable[Operation], providers: Mapping[str, Provider], public_address: str
) -> Schema:
    """`public_address` is where the service is to be found, "" where it does not know."""
    writer = Writer(list(providers.values()))
    paths = writer.paths(operations)
    return {
        "openapi": "3.1.0",
        "info": {"title": "tt_integrations", "version": __version__, "description": _ABOUT},
        "servers": [{"url": public_address or "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": dict(sorted(writer.schemas.named.items())),
            "securitySchemes": _schemes(providers, public_address),
        },
    }


def _refusals(operation: Operation) -> Iterator[tuple[int, str]]:
    """Status and code of each way in which it may be refused."""
    kinds: list[type[IntegrationError]] = [*operation.errors]
    if operation.gate is not Gate.OPEN:
        kinds.append(StoreUnavailable)
        yield 413, "too_large"
        yield 500, "internal_error"
    if operation.gate is Gate.PERSON:
        yield 401, "unauthenticated"
        kinds += [Forged] if operation.changes else []
    if operation.gate is Gate.SIGNATURE:
        kinds.append(Untrusted)
    for kind in dict.fromkeys(kinds):
        yield status_of_kind(kind), kind.code


def _security(operation: Operation) -> list[Schema]:
    match operation.gate:
        case Gate.PERSON:
            session: Schema = {"session": [], "csrf": []} if operation.changes else {"session": []}
            return [{"bearer": []}, session]
        case Gate.SIGNATURE:
            return [{operation.signature.lower(): []}] if operation.signature else []
        case Gate.OPEN:
            return []


def _schemes(providers: Mapping[str, Provider], public_address: str) -> dict[str, Schema]:
    headers = {each.signature_header for each in providers.values()} - {""}
    return {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(SESSION, public_address),
        },
        "csrf": {"type": "apiKey", "in": "header", "name": PROOF_HEADERS[0]},
        **{
            header.lower(): {"type": "apiKey", "in": "header", "name": header}
            for header in sorted(headers)
        },
    }


def _in_path(path: str) -> Iterator[Schema]:
    for name in _IN_BRACES.findall(path):
        key = path.startswith("/webhooks/")  # all else in braces is a number
        schema = {"type": "string", "minLength": 1} if key else _positive({"type": "integer"})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _positive(schema: Schema) -> Schema:
    return {**schema, "minimum": 1} if schema.get("type") == "integer" else schema


def _schema(schemas: list[Schema]) -> Schema:
    if not schemas:
        return {}
    return {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}


def _name(method: str, path: str) -> str:
    words = re.findall(r"\w+", path.removeprefix("/api/integrations/").removeprefix("/api/"))
    return "_".join([method.lower(), *words])
