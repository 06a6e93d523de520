"""What goes around every answer: headers, ETags, and what it costs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.github.fake.access import Caller
from tt_integrations.adapters.providers.github.fake.routes import Match

VERSIONS = ("2022-11-28", "2026-03-10")
"""The first is what is meant by a request that names none."""


OK, NOT_MODIFIED = 200, 304


UNCOUNTED = "rate-limit/get"


def conditional(request: Request, answer: Response) -> Response:
    """Give what was read an ETag, and answer 304 to whoever has it already."""
    if request.method != "GET" or answer.status != OK:
        return answer
    etag = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
    tagged = answer.with_headers(etag=etag, cache_control="private, max-age=60, s-maxage=60")
    asked = request.headers
    if "if-none-match" in asked:
        known = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        same = bool(known & {"*", etag.removeprefix("W/")})
    else:
        since = asked.get("if-modified-since")
        same = since is not None and since == answer.headers.get("last-modified")
    if not same:
        return tagged
    kept = {name: text for name, text in tagged.headers.items() if name != "content-type"}
    return Response(NOT_MODIFIED, kept)


def counts(caller: Caller, match: Match | None, answer: Response) -> bool:
    """Reading what was not modified is free, but not for the anonymous."""
    free = answer.status == NOT_MODIFIED and not caller.anonymous
    return not free and not (match and match.route.operation == UNCOUNTED)


def usual_headers(request: Request) -> Mapping[str, str]:
    return {
        "server": "github.com",
        "x-github-media-type": "github.v3; format=json",
        "x-github-api-version-selected": request.headers.get("x-github-api-version", VERSIONS[0]),
        "vary": "Accept, Authorization, Cookie, X-GitHub-OTP",
    }


def token_headers(caller: Caller) -> Mapping[str, str]:
    """Classic tokens are told their scopes; fine-grained ones are not."""
    if not caller.token or not caller.by_scope:
        return {}
    return {"x-oauth-scopes": ", ".join(caller.token.scopes), "x-accepted-oauth-scopes": ""}
