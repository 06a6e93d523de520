"""The load: keep-alive connections, each of another person, that check every answer.

`python -m bench.load` reads a plan as JSON from standard input and prints what it measured; a process of its own,
so that nothing of it counts as the server's.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import psutil
import uvloop
from attrs import asdict, define, field, frozen

from bench.cores import CLIENT, OURSELVES, pin
from bench.slack import Step, steps

MOST = 700
"""Requests a second that are prepared for each connection: more than any server here answers."""
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@frozen
class Plan:
    """Each person types `before` once, then `typed` over and over for so many seconds, then `after` once."""

    port: int
    pid: int
    users: tuple[str, ...]
    secret: str
    typed: tuple[str, ...]
    seconds: float
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@frozen
class Measured:
    """`cpu`: seconds of the server's user and system time for all the requests; `p99`: seconds."""

    requests: int
    seconds: float
    cpu: float
    p99: float


def loaded(plan: Plan) -> Measured:
    """Carry a plan out in a process of its own. Ends the report when an answer was wrong: a wrong one is not fast."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"an answer was wrong:\n{done.stderr}")
    return Measured(**json.loads(done.stdout))


@define
class Person(asyncio.Protocol):
    """One connection: sends a step, checks its answer, sends the next."""

    transport: Any = None
    _steps: Iterator[Step] = field(factory=lambda: iter(()))
    _pending: Step | None = None
    _got: bytearray = field(factory=bytearray)
    _sent: float = 0.0
    _done: asyncio.Future[None] | None = None
    took: list[float] = field(factory=list)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def type(self, wanted: Iterator[Step]) -> asyncio.Future[None]:
        """Done when all steps were answered; fails at the first wrong answer."""
        self._steps, self._done = wanted, asyncio.get_running_loop().create_future()
        self._next()
        return self._done

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, end, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or length is None or len(body) < int(length[1]):
            return
        assert self._pending is not None
        assert self._done is not None
        self.took.append(time.perf_counter() - self._sent)
        if not head.startswith(b"HTTP/1.1 200") or self._pending.expected not in body:
            wrong = f"expected {self._pending.expected!r}, got {bytes(self._got)!r}"
            self._done.set_exception(ValueError(wrong))
            return
        self._got.clear()
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(exc or ConnectionError("the server hung up"))

    def _next(self) -> None:
        self._pending = next(self._steps, None)
        if self._pending is None:
            assert self._done is not None
            self._done.set_result(None)
            return
        self._sent = time.perf_counter()
        self.transport.write(self._pending.wire)


async def _carried_out(plan: Plan) -> Measured:
    people = [await _connected(plan.port) for _ in plan.users]
    rounds = max(1, int(plan.seconds * MOST / len(plan.typed)))
    prepared = [list(_once(plan, user, plan.typed, rounds)) for user in plan.users]
    await _all(people, [_once(plan, user, plan.before) for user in plan.users])
    for person in people:
        person.took.clear()
    server = psutil.Process(plan.pid)
    cpu, began = _cpu(server), time.perf_counter()
    until = began + plan.seconds
    await _all(people, [_until(until, ready, len(plan.typed)) for ready in prepared])
    seconds, cpu = time.perf_counter() - began, _cpu(server) - cpu
    took = sorted(itertools.chain.from_iterable(person.took for person in people))
    await _all(people, [_once(plan, user, plan.after) for user in plan.users])
    return Measured(len(took), seconds, cpu, took[len(took) * 99 // 100])


async def _connected(port: int) -> Person:
    _, person = await asyncio.get_running_loop().create_connection(Person, "127.0.0.1", port)
    return person


async def _all(people: list[Person], wanted: list[Iterator[Step]]) -> None:
    await asyncio.gather(*(p.type(w) for p, w in zip(people, wanted, strict=True)))


def _once(plan: Plan, user: str, typed: tuple[str, ...], rounds: int = 1) -> Iterator[Step]:
    if not typed:
        return iter(())
    return itertools.islice(steps(user, plan.secret, typed), rounds * len(typed))


def _until(moment: float, prepared: list[Step], cycle: int) -> Iterator[Step]:
    """Whole cycles until `moment`, so that nobody is left with a timer running."""
    for start in range(0, len(prepared), cycle):
        if time.perf_counter() >= moment:
            return
        yield from prepared[start : start + cycle]


def _cpu(server: psutil.Process) -> float:
    times = server.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    pin(OURSELVES, CLIENT)
    plan = json.load(sys.stdin)
    lists = {name: tuple(value) for name, value in plan.items() if isinstance(value, list)}
    measured = uvloop.run(_carried_out(Plan(**{**plan, **lists})))
    print(json.dumps(asdict(measured)))


if __name__ == "__main__":
    main()
