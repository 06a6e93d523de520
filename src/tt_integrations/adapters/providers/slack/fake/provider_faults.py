"""What goes wrong at Slack in particular, to be armed by `fail_next`.

Source: docs.slack.dev, apis/web-api and apis/web-api/rate-limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tt_integrations.adapters.fakes.faults import Fault, Proceed, answers
from tt_integrations.adapters.fakes.http import Response, json_response

TOO_MANY = 429


def rate_limited(retry_after: int | None = 1) -> Fault:
    """HTTP 429 with `Retry-After` in seconds, or without that header for None; nothing was done."""
    plain = json_response({"ok": False, "error": "ratelimited"}, TOO_MANY, x_oauth_scopes="")
    wait = {} if retry_after is None else {"retry-after": str(retry_after)}
    return answers(plain.with_headers(**wait), "rate_limited")


def refused(error: str) -> Fault:
    """HTTP 200 with `ok: false` and this code, such as internal_error or rate_limited; nothing was done."""
    return answers(json_response({"ok": False, "error": error}, x_oauth_scopes=""), "refused")


def done_but_failed(error: str = "fatal_error") -> Fault:
    """The call is carried out, and Slack reports an error all the same."""

    def fail(proceed: Proceed) -> Response:
        proceed()
        return json_response({"ok": False, "error": error}, x_oauth_scopes="")

    return Fault("done_but_failed", fail)


def warned(warning: str) -> Fault:
    """The call is carried out, and its answer carries a warning."""

    def warn(proceed: Proceed) -> Response:
        whole = proceed()
        more = {"warning": warning, "response_metadata": {"warnings": [warning]}}
        told = json_response({**whole.json(), **more}, whole.status)
        return told.with_headers(x_oauth_scopes=whole.headers.get("x-oauth-scopes", ""))

    return Fault("warned", warn)


KINDS: Mapping[str, Callable[..., Fault]] = {
    "rate_limited": rate_limited,
    "refused": refused,
    "done_but_failed": done_but_failed,
    "warned": warned,
}
