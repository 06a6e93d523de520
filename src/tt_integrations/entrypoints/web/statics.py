"""Stylesheets, scripts and pictures out of the package."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from attrs import field, frozen
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

FOLDER = files("tt_integrations.entrypoints.web") / "static"
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(css|js|svg)")
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@frozen
class Static:
    content: bytes = field(repr=False)
    version: str


@lru_cache(maxsize=64)
def static_file(name: str) -> Static | None:
    """The file of that name; None when there is none, or no such name can be."""
    if not _NAME.fullmatch(name) or not (FOLDER / name).is_file():
        return None
    content = (FOLDER / name).read_bytes()
    return Static(content, hashlib.sha256(content).hexdigest()[:16])


def address_of(name: str) -> str:
    """Its path, which changes with its content. Raises LookupError where there is no such file."""
    found = static_file(name)
    if found is None:
        raise LookupError(f"no static file {name}")
    return f"/static/{name}?v={found.version}"


def static_route() -> Route:
    return Route("/static/{name}", _answer, methods=["GET"])


async def _answer(request: Request) -> Response:
    name = request.path_params["name"]
    found = static_file(name) if _NAME.fullmatch(name) else None
    if found is None:
        return JSONResponse({"ok": False, "error": "Not found", "code": "not_found"}, 404)
    asked_for_this = request.query_params.get("v") == found.version
    headers = {
        "content-type": TYPES[name.rpartition(".")[2]],
        "cache-control": FOR_GOOD if asked_for_this else ASK_AGAIN,
        "etag": f'"{found.version}"',
        "x-content-type-options": "nosniff",
        # a picture that is opened by itself would otherwise be a page
        "content-security-policy": "default-src 'none'",
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, headers=headers)
