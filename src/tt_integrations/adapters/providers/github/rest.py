"""GitHub's REST API: calls with a token, across redirects and pages, with GitHub's refusals as our errors.

Source: docs.github.com, rest/using-the-rest-api: best-practices, using-pagination, troubleshooting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeVar

import httpx
from attrs import field, frozen

from tt_integrations.adapters.bearer import showing
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, object_in
from tt_integrations.adapters.providers.github.origins import address_at, next_in
from tt_integrations.adapters.providers.github.refusals import message_in, refusal_in
from tt_integrations.adapters.wire import parse_json, structured
from tt_integrations.domain.errors import CallRejected, MalformedPayload
from tt_integrations.domain.model.chat import Access
from tt_integrations.ports.clock import Clock

BASE_URL = "https://api.github.com"
VERSION = "2022-11-28"
PER_PAGE = 100
NOT_MODIFIED, NOT_FOUND, GONE = 304, 404, 410
MOVED = (301, 302, 307, 308)
MOST_MOVES, MOST_PAGES = 3, 500
USUAL = {"accept": "application/vnd.github+json", "x-github-api-version": VERSION}
"""The headers of every call, but for the one that shows the token."""

T = TypeVar("T")


@frozen
class Call:
    """`path` below the API's root, or a whole address that `on_origin` gave. Nothing here does harm when done twice."""

    path: str
    method: str = "GET"
    query: Mapping[str, str] = field(factory=dict)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    known: str | None = None
    """The ETag of an answer that we have already."""


@frozen
class GitHubRest:
    clients: Clients
    clock: Clock
    base_url: str = BASE_URL

    def ask(self, form: type[T], access: Access, call: Call) -> T:
        """The answer as the attrs class `form`. Raises what `done` does."""
        return structured(object_in(self.done(access, call)), form)

    def done(self, access: Access, call: Call) -> httpx.Response:
        """The answer to a call that was carried out. Raises what `answered` does, and CallRejected."""
        response = self.answered(access, call)
        if not response.is_success:
            raise rejected(response)
        return response

    def answered(self, access: Access, call: Call) -> httpx.Response:
        """The answer, from wherever it was redirected to: of 2xx, 304, or 4xx other than 401, 403 and 429.

        Raises ProviderUnavailable, ProviderRefused, PermissionMissing, and MalformedPayload for a redirect that
        leads away from the API or has no end.
        """
        address = self._address(call)
        for _ in range(MOST_MOVES + 1):
            send = partial(self._sent, access, call, address)
            response = answer_of(send, repeatable=True)
            if response.status_code not in MOVED:
                return response
            address = self.on_origin(response.headers.get("location", ""), "location")
        raise MalformedPayload("location", f"more than {MOST_MOVES} redirects")

    def pages(self, access: Access, call: Call) -> Iterator[httpx.Response]:
        """The answer and all pages after it; the caller may stop. Raises what `answered` does.

        Only the first one may be of 4xx. Raises MalformedPayload for a list that has no end.
        """
        response = self.answered(access, call)
        yield response
        for _ in range(MOST_PAGES):
            following = self.following(response)
            if following is None:
                return
            response = self.done(access, Call(following))
            yield response
        raise MalformedPayload("link", f"more than {MOST_PAGES} pages")

    def following(self, response: httpx.Response) -> str | None:
        """The address of the page after this one, word for word. Raises MalformedPayload if it leads away."""
        return next_in(response, self.base_url)

    def on_origin(self, given: str, path: str) -> str:
        return address_at(self.base_url, given, path)

    def _address(self, call: Call) -> str:
        if "://" in call.path:
            return call.path
        query = f"?{httpx.QueryParams(dict(call.query))}" if call.query else ""
        return f"{self.base_url.rstrip('/')}{call.path}{query}"

    def _sent(self, access: Access, call: Call, address: str) -> httpx.Response:
        """The same method and body wherever it is sent on: GitHub's 301 does not mean "read it there"."""
        conditional = {"if-none-match": call.known} if call.known else {}
        client = self.clients.here()
        with showing(access) as header:
            headers = {**header, **USUAL, **conditional}
            response = client.request(call.method, address, headers=headers, json=call.body)
            if refusal := refusal_in(response, self.clock.now()):
                raise refusal
        return response


def list_in(response: httpx.Response, form: type[T]) -> list[T]:
    """The items of a list. Raises MalformedPayload."""
    payload = parse_json(response.content)
    if not isinstance(payload, list):
        raise MalformedPayload("body", "expected a list")
    return [structured(item, form) for item in payload]


def rejected(response: httpx.Response) -> CallRejected:
    """Says the status, and that our version of the API is over where it is that."""
    over = response.status_code == GONE and says_version(response)
    return CallRejected("the version of the API has ended" if over else str(response.status_code))


def says_version(response: httpx.Response) -> bool:
    """Whether 410 means that our version of the API is over, rather than that something was deleted."""
    return "api version" in message_in(response).lower()
