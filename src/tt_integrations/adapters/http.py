"""HTTP to providers: a client a thread. What becomes of a call is in `http_answers`."""

from __future__ import annotations

import logging
import os
import ssl
import threading
from collections.abc import Callable
from functools import cached_property
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

PATIENCE = httpx.Timeout(10, connect=3)
"""Seconds. Nobody waits longer for a provider than for a person."""
IDLE = httpx.Limits(keepalive_expiry=2)
"""Seconds for which a connection is kept that nothing goes over: less than any server keeps its end. One that is
used just as the other side closes it is lost with whatever was sent, and nobody knows whether it was carried out."""

Holder = tuple[int, threading.Thread]
"""A process and one of its threads: what a process inherits by forking is in use by its parent."""


class Trust:
    """The authorities that say who is who, read when somebody first needs them: that takes 30 ms."""

    @cached_property
    def context(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()


class Clients:
    """Hands out clients of httpx, to each thread its own; all of them trust the same authorities.

    One client for many threads would be slow: its pool looks through all calls in flight for every one of them.
    No client follows a redirect, since what we send carries tokens, nor keeps a cookie: the next call may be another
    person's. `transport` is for tests; `make` makes a client.
    """

    def __init__(
        self,
        transport: httpx.BaseTransport | None = None,
        timeout: httpx.Timeout = PATIENCE,
        make: Callable[..., httpx.Client] = httpx.Client,
        trust: Trust | None = None,
    ) -> None:
        self._transport = transport
        self._timeout = timeout
        self._make = make
        self._trust = trust or Trust()
        self._open: dict[Holder, httpx.Client] = {}
        self._lock = threading.Lock()
        _keep_addresses_out_of_logs()

    def made_by(self, make: Callable[..., httpx.Client]) -> Clients:
        """Others like these, which trust the same authorities; `make` makes them. To be closed on their own."""
        return Clients(self._transport, self._timeout, make, self._trust)

    def here(self) -> httpx.Client:
        """The client of this thread. It may be another's tomorrow, so do not keep it."""
        holder = os.getpid(), threading.current_thread()
        return self._open.get(holder) or self._given_to(holder)

    def close(self) -> None:
        """Close every connection of this process. A later call opens new ones."""
        with self._lock:
            mine = [holder for holder in self._open if holder[0] == os.getpid()]
            clients = [self._open.pop(holder) for holder in mine]
        for client in clients:
            client.close()

    def _given_to(self, holder: Holder) -> httpx.Client:
        with self._lock:
            client = self._left_behind(holder[0]) or self._made()
            self._open[holder] = client
            return client

    def _left_behind(self, process: int) -> httpx.Client | None:
        """The client of a thread that has ended, with the connections it still holds."""
        ended = (one for one in self._open if one[0] == process and not one[1].is_alive())
        holder = next(ended, None)
        return self._open.pop(holder) if holder else None

    def _made(self) -> httpx.Client:
        return self._make(
            transport=self._transport,
            timeout=self._timeout,
            limits=IDLE,
            verify=self._trust.context if self._transport is None else True,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"user-agent": "tt-integrations"},
        )


def _keep_addresses_out_of_logs() -> None:
    """httpx tells every address it calls at INFO. A level that the host chose itself is left alone."""
    logger = logging.getLogger("httpx")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
