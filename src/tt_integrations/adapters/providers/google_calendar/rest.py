"""Google's Calendar API: calls with a token, and Google's refusals as our errors.

Source: developers.google.com, calendar api/v3/reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TypeVar
from urllib.parse import quote

import httpx
from attrs import field, frozen

from tt_integrations.adapters.bearer import showing
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import answer_of, object_in
from tt_integrations.adapters.providers.google_calendar.refusals import refusal_in, rejection_of
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.chat import Access

BASE_URL = "https://www.googleapis.com/calendar/v3"
NOWHERE = ("", ".", "..")
"""As parts of a path, these would lead to another method."""

T = TypeVar("T")


@frozen
class Call:
    """`path` below the API's root, made by `path_of`; `scope`: what the grant has to be for.

    Nothing here does harm when done twice. `etag`: only if the event is still of that one.
    """

    path: str
    scope: str
    method: str = "GET"
    query: Mapping[str, str] = field(factory=dict)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    etag: str | None = None


@frozen
class GoogleRest:
    clients: Clients
    base_url: str = BASE_URL

    def ask(self, form: type[T], access: Access, call: Call) -> T:
        """The answer as the attrs class `form`. Raises what `done` does, and MalformedPayload."""
        return structured(object_in(self.done(access, call)), form)

    def done(self, access: Access, call: Call) -> httpx.Response:
        """The answer to a call that was carried out. Raises what `answered` does, NotConnected and CallRejected."""
        response = self.answered(access, call)
        if not response.is_success:
            raise rejection_of(response)
        return response

    def answered(self, access: Access, call: Call) -> httpx.Response:
        """The answer, unless it is of 401, 403, 429 or 5xx.

        Raises ProviderUnavailable, ProviderRefused, PermissionMissing, and CallRejected for the rest of 403.
        """
        return answer_of(partial(self._sent, access, call), repeatable=True)

    def _sent(self, access: Access, call: Call) -> httpx.Response:
        conditional = {"if-match": call.etag} if call.etag else {}
        with showing(access) as header:
            response = self.clients.here().request(
                call.method,
                f"{self.base_url.rstrip('/')}{call.path}",
                params=dict(call.query),
                headers={**header, **conditional},
                json=call.body,
            )
            if refusal := refusal_in(response, call.scope):
                raise refusal
        return response


def path_of(*parts: str) -> str:
    """A path of these parts, whatever they are: `#`, `/` and `?` are common in the ids of calendars.

    Raises NotConnected for what can be no part of one.
    """
    try:
        coded = [quote(part, safe="") for part in parts]
    except UnicodeEncodeError:  # half a character
        coded = [""]
    if any(part in NOWHERE for part in coded):
        raise NotConnected("nothing at Google has an id like that")
    return "".join(f"/{part}" for part in coded)
