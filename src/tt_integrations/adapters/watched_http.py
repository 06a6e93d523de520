"""Calls to providers that somebody watches: how they end, never what is in them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

import httpx

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.http_answers import TOO_MANY, retry_after

FORBIDDEN = 403
Heard = Callable[[int, float | None], None]
"""To be told the status of the answer, and for how many seconds it bids us to call no more."""


class CallWatch(Protocol):
    def __call__(self, provider: str, method: str) -> AbstractContextManager[Heard]:
        """To be entered for as long as a call to the provider of that name takes."""
        ...


class WatchedClient(httpx.Client):
    def __init__(
        self, watch: Callable[[str], AbstractContextManager[Heard]], **options: Any
    ) -> None:
        super().__init__(**options)
        self._watch = watch

    def send(self, request: httpx.Request, **more: Any) -> httpx.Response:
        with self._watch(request.method) as heard:
            response = super().send(request, **more)
            heard(response.status_code, _wait(response))
        return response


def watched(clients: Clients, provider: str, watch: CallWatch) -> Clients:
    """Others like those, for that provider's calls alone, which are watched."""
    return clients.made_by(partial(WatchedClient, partial(watch, provider)))


def _wait(response: httpx.Response) -> float | None:
    """Some say "too often" by 403, which then tells when to come again."""
    told = response.status_code == FORBIDDEN and "retry-after" in response.headers
    return retry_after(response) if told or response.status_code == TOO_MANY else None
