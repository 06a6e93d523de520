"""Requests and responses as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from attrs import evolve, field, frozen


@frozen
class Request:
    """`base` is scheme and host as the caller addressed us; header names are in lower case; `path` is decoded."""

    method: str
    base: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def form(self) -> dict[str, str]:
        """The body's form fields, the last of equal names."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def json(self) -> Any:
        return json.loads(self.body)


@frozen
class Response:
    status: int
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body)

    def with_headers(self, **headers: str) -> Response:
        """A copy with more headers; underscores in the names stand for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return evolve(self, headers={**self.headers, **more})


def json_response(payload: object, status: int = 200, **headers: str) -> Response:
    plain = Response(status, {"content-type": "application/json; charset=utf-8"})
    return evolve(plain, body=json.dumps(payload).encode()).with_headers(**headers)


class AnswerLost(Exception):
    """The request was carried out, and the connection died before the answer came."""


class Hanging(Exception):
    """The provider took the request and never answers. `seconds`: how long a loopback server keeps it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer for {seconds} s")
        self.seconds = seconds
