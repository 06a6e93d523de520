"""The ways in which GitHub says no: status, headers and body as its REST API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tt_integrations.adapters.fakes.http import Response, json_response

DOCS = "https://docs.github.com/rest"
LIMITS = f"{DOCS}/using-the-rest-api/rate-limits-for-the-rest-api"

SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
)


class Refused(Exception):
    """A request that is answered with an error. `reset_in` (seconds): tell when the limit starts anew."""

    def __init__(self, response: Response, reset_in: float | None = None) -> None:
        super().__init__(response.status)
        self.response = response
        self.reset_in = reset_in


def refusal(
    status: int,
    message: str,
    headers: Mapping[str, str] | None = None,
    docs: str = DOCS,
    **more: Any,
) -> Refused:
    """`{"message", "documentation_url", "status"}`, and what else `more` holds."""
    body = {"message": message, **more, "documentation_url": docs, "status": str(status)}
    plain = json_response(body, status)
    return Refused(Response(status, {**plain.headers, **(headers or {})}, plain.body))


def not_found() -> Refused:
    """Also the answer to whoever may not know that something exists."""
    return refusal(404, "Not Found")


def gone(message: str = "This issue was deleted") -> Refused:
    return refusal(410, message)


def bad_credentials() -> Refused:
    return refusal(401, "Bad credentials")


def requires_authentication() -> Refused:
    return refusal(401, "Requires authentication")


def not_accessible(kind: str, permissions: str) -> Refused:
    """A token lacks a permission. `permissions` such as "issues=write"."""
    who = "integration" if kind == "installation" else "personal access token"
    accepted = {"x-accepted-github-permissions": permissions}
    return refusal(403, f"Resource not accessible by {who}", accepted)


def too_fast(retry_after: float | None, status: int = 403) -> Refused:
    """The secondary rate limit: too much at once. `retry_after` in seconds, if it is told at all."""
    headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
    return refusal(status, SECONDARY, headers, LIMITS)


def forbidden(message: str) -> Refused:
    return refusal(403, message)


def bad_request(message: str) -> Refused:
    return refusal(400, message)


def invalid(errors: Sequence[Mapping[str, Any]], message: str = "Validation Failed") -> Refused:
    """422. `errors`: resource, field, code and sometimes message."""
    return refusal(422, message, errors=list(errors))


def wrong(resource: str, field: str, code: str = "invalid", **more: Any) -> Refused:
    """422 for one field; `code` is missing, missing_field, invalid, already_exists or unprocessable."""
    return invalid([{"resource": resource, "field": field, "code": code, **more}])


def custom(resource: str, message: str) -> Refused:
    """422 with a sentence of its own."""
    return invalid([{"resource": resource, "code": "custom", "message": message}])
