"""What a database refuses, told item by item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from tt_integrations.adapters.sql.prepared import Driver

Item = TypeVar("Item")

SAVEPOINT = "integration_step"


def refused(
    driver: Driver, step: Callable[[Sequence[Item]], None], items: Sequence[Item]
) -> list[Item]:
    """Do it to all the items at once; where a constraint refuses that, to each half, and so on. Those refused."""
    if not items or _done(driver, step, items):
        return []
    if len(items) == 1:
        return list(items)
    half = len(items) // 2
    return [*refused(driver, step, items[:half]), *refused(driver, step, items[half:])]


def _done(driver: Driver, step: Callable[[Sequence[Item]], None], items: Sequence[Item]) -> bool:
    """False, and nothing done, where a constraint refuses it. The transaction goes on either way."""
    driver.text(f"SAVEPOINT {SAVEPOINT}")
    try:
        step(items)
    except driver.dialect.loaded_dbapi.IntegrityError:
        driver.text(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}")
        return False
    driver.text(f"RELEASE SAVEPOINT {SAVEPOINT}")
    return True
