"""Any ASGI application on a loopback port, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from attrs import frozen

HOST = "127.0.0.1"
STARTS_WITHIN = 10.0


@frozen
class Served:
    url: str
    port: int


def listen(port: int = 0) -> socket.socket:
    """A listening socket on loopback. Raises OSError when the port is taken."""
    return socket.create_server((HOST, port))


@contextmanager
def served(app: Any, port: int = 0, listener: socket.socket | None = None) -> Iterator[Served]:
    """Serve while the block runs; port 0 takes any free one. Raises OSError when the port is taken.

    `listener` (see `listen`) is for an application that must know its own address before it is made.
    """
    listener = listener or listen(port)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="served", daemon=True
    )
    thread.start()
    try:
        _await_start(server, thread)
        chosen = listener.getsockname()[1]
        yield Served(f"http://{HOST}:{chosen}", chosen)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.005)
