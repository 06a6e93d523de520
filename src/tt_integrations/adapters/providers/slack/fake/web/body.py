"""What a call brings: its arguments, its token, and what Slack remarks on the way it was sent.

Source: docs.slack.dev, apis/web-api, "Basics" and "Errors".
"""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request
from tt_integrations.adapters.providers.slack.fake.refusal import Refused

FORM, MULTIPART, JSON = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json",
)
CHARSETS = ("utf-8", "iso-8859-1")
NAME = re.compile(r"[A-Za-z0-9_]{1,255}")


@frozen
class Body:
    """`token` comes from the header or a form field, never from JSON or the query."""

    fields: dict[str, Any]
    token: str | None
    warnings: tuple[str, ...] = ()


def read(request: Request) -> Body:
    """Raises Refused for a body Slack cannot make sense of."""
    fields: dict[str, Any] = {name: value for name, value in request.query if name != "token"}
    token = _bearer(request)
    warnings: tuple[str, ...] = ()
    if request.method == "POST" and request.body:
        sent, warnings = _sent(request)
        if request.media_type != JSON:
            token = token or sent.pop("token", None) or None
            sent.pop("token", None)
        fields |= sent
    _check_names(fields)
    return Body({k: v for k, v in fields.items() if v is not None}, token, warnings)


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme == "Bearer" else None


def _sent(request: Request) -> tuple[dict[str, Any], tuple[str, ...]]:
    charset = _charset(request)
    match request.media_type:
        case "":
            raise Refused("missing_post_type")
        case "application/json":
            return _json(request.body), () if charset else ("missing_charset",)
        case "application/x-www-form-urlencoded":
            return _form(request.body), ("superfluous_charset",) if charset else ()
        case "multipart/form-data":
            return _multipart(request), ()
        case _:
            raise Refused("invalid_post_type")


def _charset(request: Request) -> str:
    header = Message()
    header["content-type"] = request.headers.get("content-type", "text/plain")
    charset = str(header.get_param("charset") or "").lower()
    if charset and charset not in CHARSETS:
        raise Refused("invalid_charset")
    return charset


def _json(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return read


def _form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Refused("invalid_form_data") from None


def _multipart(request: Request) -> dict[str, Any]:
    kind = request.headers["content-type"].encode()
    parts = message_from_bytes(b"Content-Type: %s\r\n\r\n%s" % (kind, request.body))
    if not parts.is_multipart():
        raise Refused("invalid_form_data")
    fields: dict[str, Any] = {}
    for part in parts.get_payload():
        if not isinstance(part, Message):
            raise Refused("invalid_form_data")
        name = part.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise Refused("invalid_form_data")
        content = part.get_payload(decode=True)
        fields[name] = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return fields


def _check_names(fields: dict[str, Any]) -> None:
    for name in fields:
        if "[" in name:
            raise Refused("invalid_array_arg")
        if not NAME.fullmatch(name):
            raise Refused("invalid_arg_name")
