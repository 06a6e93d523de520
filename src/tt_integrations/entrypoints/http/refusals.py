"""How programs are told that something went wrong: in the reference system's own form on its own paths, as problem
details (RFC 9457) on ours."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse

from tt_integrations.domain.errors import (
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    NotConnected,
)
from tt_integrations.entrypoints.http.errors import body_of, headers_of, sentence_of, status_of
from tt_integrations.entrypoints.http.shapes import answered, json_of
from tt_integrations.entrypoints.http.shapes.refusals import Problem, Refused

DOCUMENT = "/api/openapi.json"
BELOW = "/api/integrations/"
OURS: Mapping[str, str] = {"runs": "run", "connections": "connection", "deliveries": "delivery"}
"""What the reference system does not have, by its first word below `BELOW`, and what one of them is called."""
URN = "urn:tt-integrations:error:"
PROBLEM = "application/problem+json"


def kind_of(path: str) -> str | None:
    """What the path is about, "" for all else of our own; None for a path of the reference system's."""
    if path == DOCUMENT:
        return ""
    if not path.startswith(BELOW):
        return None
    return OURS.get(path.removeprefix(BELOW).partition("/")[0])


def told(path: str, error: IntegrationError) -> JSONResponse:
    """The error, to whoever asked for `path`."""
    if kind_of(path) is None:
        return JSONResponse(body_of(error), status_of(error), headers_of(error))
    return _problem(problem_of(path, error), headers_of(error))


def refused(
    path: str, status: int, code: str, sentence: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """What is no error of the library's, such as a body that is too large."""
    if kind_of(path) is None:
        return answered(Refused(sentence, code), status, headers)
    return _problem(_made(status, code, sentence, sentence), headers)


def problem_of(path: str, error: IntegrationError) -> Problem:
    """Nothing of the inside. What is not there and what is somebody else's look the same."""
    title = detail = sentence_of(error)
    match error:
        case NotConnected():
            title, detail = "Not found", f"There is no such {kind_of(path) or 'thing'}"
        case MalformedPayload() | InvalidSettings():
            detail = str(error)
        case _:
            pass
    return _made(
        status_of(error),
        error.code,
        title,
        detail,
        field=error.field if isinstance(error, InvalidSettings) else None,
        path=error.path if isinstance(error, MalformedPayload) else None,
    )


def _made(status: int, code: str, title: str, detail: str, **more: str | None) -> Problem:
    return Problem(f"{URN}{code}", title, status, detail, code, **more)


def _problem(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(json_of(problem), problem.status, headers, PROBLEM)
