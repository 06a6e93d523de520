"""A calendar that costs its server next to nothing: `python -m bench.calendar_server EVENTS CHANGED WAIT`.

Answers `calendars/{any}/events` as Google does, from bodies that were rendered beforehand, `WAIT` seconds after it was
asked. Prints its port, then serves until ended.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from attrs import frozen

from bench.calendar_pages import Pages, rendered
from bench.launch import serve
from bench.serving import started

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
MANY = 512
"""Connections that may wait to be accepted."""


@frozen
class Served:
    """One calendar, whatever it is called."""

    pages: Pages
    wait: float

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        query = dict(parse_qsl(scope["query_string"].decode()))
        if self.wait:
            await asyncio.sleep(self.wait)
        if "syncToken" in query and "pageToken" not in query:
            body = self.pages.since(int(query["syncToken"]))
        else:
            body = self.pages.at(int(query.get("pageToken", 0)))
        headers = [
            (b"content-type", b"application/json; charset=UTF-8"),
            (b"content-length", b"%d" % len(body)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


@contextmanager
def calendar_of(events: int, changed: int = 0, wait: float = 0) -> Iterator[str]:
    """The address of the API that serves such a calendar from a process of its own."""
    arguments = (str(events), str(changed), str(wait))
    with started("bench.calendar_server", *arguments) as running:
        yield f"http://127.0.0.1:{running.port}"


def main() -> None:
    events, changed, wait = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    serve(Served(rendered(events, changed), wait), MANY)


if __name__ == "__main__":
    main()
