"""From a request to `/api/<method>` to its answer."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import Tokens
from tt_integrations.adapters.providers.slack.fake.passing import let_time_pass
from tt_integrations.adapters.providers.slack.fake.refusal import OK, Refused, invalid_arguments
from tt_integrations.adapters.providers.slack.fake.web import body
from tt_integrations.adapters.providers.slack.fake.web.limits import Limits
from tt_integrations.adapters.providers.slack.fake.web.method import Caller, Method, OpenMethod
from tt_integrations.adapters.providers.slack.fake.web.parameters import typed

Methods = Mapping[str, Method | OpenMethod]


class WebApi:
    def __init__(self, memory: Memory, tokens: Tokens, limits: Limits, methods: Methods) -> None:
        self._memory = memory
        self._tokens = tokens
        self._limits = limits
        self._methods = methods

    def respond(self, name: str, request: Request) -> Response:
        """Always an answer; every one carries `x-oauth-scopes`."""
        with self._memory.lock:
            let_time_pass(self._memory)
            answer = self._answer(name, request)
            return answer.with_headers(x_slack_req_id=f"{self._memory.number():032x}")

    def _answer(self, name: str, request: Request) -> Response:
        scopes = ""
        try:
            sent = body.read(request)
            method = self._method(name)
            if isinstance(method, OpenMethod):
                result = _run_open(method, request, sent)
            else:
                caller = Caller(self._memory, self._tokens.check(sent.token), self._limits)
                scopes = ",".join(caller.token.scopes)
                result = _run(name, method, caller, sent)
        except Refused as no:
            return json_response(no.payload, no.status, x_oauth_scopes=scopes).with_headers(
                **no.headers
            )
        answer = json_response({"ok": True, **_remarked(result, sent.warnings)}, OK)
        return answer.with_headers(x_oauth_scopes=scopes)

    def _method(self, name: str) -> Method | OpenMethod:
        if name not in self._methods:
            raise Refused("unknown_method", req_method=name)
        return self._methods[name]


def _run(name: str, method: Method, caller: Caller, sent: body.Body) -> dict[str, Any]:
    if caller.token.holder.kind not in method.kinds:
        raise Refused("not_allowed_token_type")
    caller.need(*method.scopes)
    if method.per_minute is not None:
        caller.limits.allow((name, caller.team.id), method.per_minute)
    arguments = typed(sent.fields, method.accepts)
    missing = [one for one in method.required if arguments.get(one) in (None, "")]
    if missing:
        raise invalid_arguments(*(f"missing required field: {one}" for one in missing))
    return method.run(caller, arguments)


def _run_open(method: OpenMethod, request: Request, sent: body.Body) -> dict[str, Any]:
    if request.media_type == body.JSON:
        raise Refused("invalid_post_type")
    return method.run(typed({**sent.fields, **_basic(request)}, method.accepts))


def _basic(request: Request) -> dict[str, str]:
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme != "Basic":
        return {}
    try:
        client, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_client_id") from None
    return {"client_id": client, "client_secret": secret}


def _remarked(result: dict[str, Any], warnings: tuple[str, ...]) -> dict[str, Any]:
    told = [*warnings, *result.pop("warnings", ())]
    if not told:
        return result
    metadata = {**result.get("response_metadata", {}), "warnings": told}
    return {**result, "warning": ",".join(told), "response_metadata": metadata}
