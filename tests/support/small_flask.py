"""As much of Flask as docs/howto/embed.md is written with, for a test that has no Flask: over WSGI, as Flask is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

from attrs import define, field, frozen

CGI = {"CONTENT_TYPE": "Content-Type", "CONTENT_LENGTH": "Content-Length"}
"""The headers that WSGI names without `HTTP_`."""
_NOW: ContextVar[Request] = ContextVar("the request that is answered")


@frozen
class Request:
    environ: Mapping[str, Any]
    body: bytes

    @property
    def method(self) -> str:
        return str(self.environ["REQUEST_METHOD"])

    @property
    def headers(self) -> Mapping[str, str]:
        """As Flask spells them: each word with a capital."""
        named = {CGI.get(name, name): value for name, value in self.environ.items()}
        return {
            name.removeprefix("HTTP_").replace("_", "-").title(): value
            for name, value in named.items()
            if name in CGI.values() or name.startswith("HTTP_")
        }

    @property
    def args(self) -> Mapping[str, str]:
        return dict(parse_qsl(self.environ["QUERY_STRING"]))

    @property
    def cookies(self) -> Mapping[str, str]:
        kept = SimpleCookie(self.environ.get("HTTP_COOKIE", ""))
        return {name: morsel.value for name, morsel in kept.items()}

    def get_data(self) -> bytes:
        return self.body


class _Current:
    def __getattr__(self, name: str) -> Any:
        return getattr(_NOW.get(), name)


request = _Current()


@define
class Response:
    body: bytes
    status: int = 200
    headers: list[tuple[str, str]] = field(factory=list)

    def set_cookie(self, name: str, value: str, **more: Any) -> None:
        told = "; ".join(word.replace("_", "-") for word, so in more.items() if so is True)
        self.headers.append(("Set-Cookie", f"{name}={value}; {told}"))


def jsonify(value: object) -> Response:
    return Response(json.dumps(value).encode(), headers=[("Content-Type", "application/json")])


def redirect(address: str) -> Response:
    return Response(b"", 302, [("Location", address)])


def _response(answered: Any) -> Response:
    """Of what a view may answer: a body, or a body with a status, and perhaps headers."""
    body, *rest = answered if isinstance(answered, tuple) else (answered,)
    response = body if isinstance(body, Response) else Response(_bytes(body))
    for more in rest:
        if isinstance(more, int):
            response.status = more
        else:
            response.headers += [*more.items()]
    return response


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body


@define
class Flask:
    name: str
    _views: list[tuple[str, re.Pattern[str], Any]] = field(factory=list, init=False)
    _refusals: dict[type[Exception], Any] = field(factory=dict, init=False)

    def get(self, rule: str) -> Callable[[Any], Any]:
        return self._route("GET", rule)

    def post(self, rule: str) -> Callable[[Any], Any]:
        return self._route("POST", rule)

    def errorhandler(self, kind: type[Exception]) -> Callable[[Any], Any]:
        return lambda view: self._refusals.setdefault(kind, view)

    def __call__(self, environ: Mapping[str, Any], start: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        now = _NOW.set(Request(environ, environ["wsgi.input"].read(length)))
        response = self._answered(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        _NOW.reset(now)
        start(f"{response.status} {HTTPStatus(response.status).phrase}", response.headers)
        return [response.body]

    def _route(self, method: str, rule: str) -> Callable[[Any], Any]:
        pattern = re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", rule))

        def keep(view: Any) -> Any:
            self._views.append((method, pattern, view))
            return view

        return keep

    def _answered(self, method: str, path: str) -> Response:
        for of, pattern, view in self._views:
            found = pattern.fullmatch(path) if of == method else None
            if found:
                return self._viewed(view, found.groupdict())
        return Response(b"", 404)

    def _viewed(self, view: Any, named: Mapping[str, str]) -> Response:
        try:
            return _response(view(**named))
        except tuple(self._refusals) as error:
            kind = next(kind for kind in self._refusals if isinstance(error, kind))
            return _response(self._refusals[kind](error))
