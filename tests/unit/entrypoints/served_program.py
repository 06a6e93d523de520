"""`tt-integrations serve` as a program of its own, over a test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from attrs import define, field
from watched import KEYS, TOKEN

STARTS_WITHIN, ENDS_WITHIN = 60.0, 40.0
"""Seconds, on a busy machine."""


@define
class Program:
    process: subprocess.Popen[str]
    http: httpx.Client
    log: str = field(default="", init=False)

    def stop(self) -> int:
        """Ask it to end; how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        _, self.log = self.process.communicate(timeout=ENDS_WITHIN)
        return self.process.returncode

    def metrics(self) -> str:
        return self.http.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text


@contextmanager
def program(database: str, *words: str, **settings: str) -> Iterator[Program]:
    """Ready to serve. Whatever is left of it at the end is killed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {"TT_DATABASE": database, "TT_KEYS": KEYS, "TT_PORT": str(port)}
    environment = {**os.environ, **own, "TT_METRICS_TOKEN": TOKEN, **settings}
    command = [sys.executable, "-m", "tt_integrations", "serve", *words]
    base = f"http://127.0.0.1:{port}"
    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process,
        httpx.Client(base_url=base, trust_env=False, timeout=30) as client,
    ):
        try:
            _await(client, process)
            yield Program(process, client)
        finally:
            if process.poll() is None:
                process.kill()


def _await(client: httpx.Client, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the program did not start")
