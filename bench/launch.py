"""Serve one of the two programs: `python -m bench.launch ours` or `raw`. Prints its port, then serves until ended.

Both stand under the same uvicorn. Ours is the service as `tt-integrations serve` builds it from its environment.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from typing import Any

import uvicorn


def ours() -> Any:
    from tt_integrations.entrypoints.http.app import service  # noqa: PLC0415 - the other program must not load it
    from tt_integrations.entrypoints.settings import load  # noqa: PLC0415

    web = service(load())
    gc.collect()  # as the command does once everything is made
    gc.freeze()
    return web


def raw() -> Any:
    from bench.raw import Raw  # noqa: PLC0415 - see above

    return Raw(os.environ["TT_DATABASE"].removeprefix("sqlite:///"), os.environ["BENCH_SECRET"])


def serve(app: Any, backlog: int = 64) -> None:
    """On a free port, which is printed, until the process is ended."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=backlog)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        backlog=backlog,
    )
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    serve({"ours": ours, "raw": raw}[sys.argv[1]]())


if __name__ == "__main__":
    main()
