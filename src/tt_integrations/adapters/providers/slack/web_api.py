"""Slack's Web API: calls with a token.

Source: docs.slack.dev, apis/web-api.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode

import httpx
from attrs import frozen

from tt_integrations.adapters.bearer import showing
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, retry_after
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.adapters.providers.slack.refusals import meaning
from tt_integrations.adapters.providers.slack.web_answers import (
    Answered,
    Refusal,
    said_in,
    scopes_of,
)
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import (
    MalformedPayload,
    OutcomeUnknown,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access

BASE_URL = "https://slack.com/api"
POST = "chat.postMessage"
"""The one method that must not be repeated blindly: a message has no key by which Slack would know it again."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"

T = TypeVar("T")


@frozen
class SlackWebApi:
    clients: Clients
    pacing: Pacing
    base_url: str = BASE_URL

    def ask(self, form: type[T], method: str, access: Access, arguments: Mapping[str, object]) -> T:
        """The answer of `call` as the attrs class `form`."""
        answer = self.call(method, access, arguments)
        with _unreadable_after(method):
            return structured(answer, form)

    def call(
        self, method: str, access: Access, arguments: Mapping[str, object]
    ) -> dict[str, object]:
        """What Slack answers to a call that it carried out. Raises what `answered` does."""
        return self.answered(method, access, arguments).payload

    def answered(self, method: str, access: Access, arguments: Mapping[str, object]) -> Answered:
        """The answer to a call that Slack carried out, and what the token may do.

        Raises what ports/chat.py lists, InvalidSettings for a channel that is not one to post to, and CallRejected
        with Slack's code for whatever else it does not accept. Nothing is sent while a limit is known to be hit.
        """
        self.pacing.may_call(access.installation, method)
        try:
            return self._carried_out(method, access, arguments)
        except ProviderUnavailable as error:
            if error.retry_after is not None:
                self.pacing.hold(access.installation, method, error.retry_after)
            raise

    def _carried_out(
        self, method: str, access: Access, arguments: Mapping[str, object]
    ) -> Answered:
        repeatable = method != POST
        with showing(access) as header:
            send = partial(self._send, method, header, arguments)
            with _unreadable_after(method):
                response = answer_of(send, repeatable=repeatable)
                said = said_in(response)
            if isinstance(said, Refusal):
                raise meaning(said, wait=retry_after(response), repeatable=repeatable)
        return Answered(said, scopes_of(response))

    def _send(
        self, method: str, header: Mapping[str, str], arguments: Mapping[str, object]
    ) -> httpx.Response:
        media_type, body = _body(method, arguments)
        headers = {**header, "content-type": media_type}
        address = f"{self.base_url.rstrip('/')}/{method}"
        return self.clients.here().post(address, headers=headers, content=body)


@contextmanager
def _unreadable_after(method: str) -> Iterator[None]:
    """An answer that makes no sense: whatever was to be posted may be there all the same."""
    try:
        yield
    except MalformedPayload as error:
        if method == POST:
            raise OutcomeUnknown(f"an answer that is none of Slack's: {error.path}") from None
        raise


def _body(method: str, arguments: Mapping[str, object]) -> tuple[str, bytes]:
    """Its media type, and the body: most methods that only look something up read no JSON."""
    if method.startswith("chat."):
        return JSON, json.dumps(dict(arguments)).encode()
    return FORM, urlencode(dict(arguments)).encode()
