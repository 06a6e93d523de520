"""How long tests wait for what others do: a disk that has much to write stands still for seconds, and then goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

import sqlalchemy as sa

from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork

LONG = 30.0
"""Seconds after which a test gives up."""


def soon(fine: Callable[[], bool]) -> bool:
    """Whether it is so, now or soon."""
    deadline = time.monotonic() + LONG
    while not (there := fine()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return there


def idle(engine: sa.Engine) -> bool:
    """Whether no job is under way, now or soon. Whoever turns the clock before ends its lease, and another thread does
    it once more."""
    return soon(lambda: not _held(engine))


def _held(engine: sa.Engine) -> int:
    with SqlUnitOfWork(engine).reading() as tx:
        [[held]] = tx.driver.connection.execute(_HELD).fetchall()
    return int(held)


_HELD = "SELECT count(*) FROM integration_outbox WHERE held_until IS NOT NULL"
