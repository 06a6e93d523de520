"""Replies that cannot be in an answer, because they come later: posted to the address that came with the request."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

from tt_integrations.adapters.http import Clients
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.delivery import Answer

TRIES = 2
THREADS = 4
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
REDIRECTS = 300
log = logging.getLogger(__name__)


class Replies:
    """`origins`: where replies may go and nowhere else, such as `https://hooks.example.com`.

    Plain HTTP goes to this machine only, and only to a port that is named: `http://127.0.0.1:8081`. A reply
    address is a secret, so nothing here tells it.
    """

    def __init__(self, clients: Clients, origins: frozenset[str]) -> None:
        self._clients = clients
        self._origins = frozenset(origin.rstrip("/") for origin in origins)

    def send(self, address: str, answer: Answer) -> bool:
        """Whether it was taken; a reply that was not is logged, and lost.

        Raises Untrusted, and calls nobody, for any other address. Tried again only if nobody can have got it.
        """
        url = self._trusted(address)
        try:
            status = self._post(url, answer)
        except httpx.HTTPError as error:  # its text may repeat the address
            log.warning("a reply was not sent: %s", type(error).__name__)
            return False
        if status >= REDIRECTS:
            log.warning("a reply was not taken: status %d", status)
        return status < REDIRECTS

    def _trusted(self, address: str) -> httpx.URL:
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError):
            raise Untrusted("a reply address is none") from None
        # as it will be called: without the disguises that a host name can be written in
        host = url.raw_host.decode("ascii")
        shown = f"[{host}]" if ":" in host else host
        origin = f"{url.scheme}://{shown}" + (f":{url.port}" if url.port else "")
        plain = url.scheme != "https" and host not in LOOPBACK
        if plain or url.userinfo or origin not in self._origins:
            raise Untrusted("a reply address is not one of the provider's")
        return url

    def _post(self, url: httpx.URL, answer: Answer) -> int:
        headers = {"content-type": answer.media_type}
        for _ in range(TRIES - 1):
            try:
                return (
                    self._clients.here().post(url, content=answer.body, headers=headers).status_code
                )
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                log.info("a reply is tried again: %s", type(error).__name__)
        return self._clients.here().post(url, content=answer.body, headers=headers).status_code


class RepliesAside:
    """Sends replies in threads of its own, so that nobody waits for them. It makes the threads when it needs them."""

    def __init__(self, send: Callable[[str, Answer], bool]) -> None:
        self._send = send
        self._threads = ThreadPoolExecutor(THREADS, "reply")

    def __call__(self, address: str, answer: Answer) -> None:
        try:
            self._threads.submit(self._sent, address, answer)
        except (
            RuntimeError
        ):  # closed: what was asked is done all the same, so nobody may take it for failed
            log.warning("a reply was not sent: the program is ending")

    def close(self) -> None:
        """Wait until every reply is sent."""
        self._threads.shutdown()

    def _sent(self, address: str, answer: Answer) -> None:
        try:
            self._send(address, answer)
        except Untrusted as error:
            log.warning("a reply was not sent: %s", error)
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and its text may repeat the address
            log.error("a reply was not sent: %s", type(error).__name__)  # noqa: TRY400
