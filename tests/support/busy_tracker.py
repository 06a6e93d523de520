"""A time tracker in which somebody changes each task just before we do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from attrs import evolve, frozen

from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class BusyTracker:
    """They do so as often as `times` says in one transaction."""

    inner: UnitOfWork
    times: int

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        with self.inner() as tx:
            yield _Transaction(tx, self.times)

    def reading(self) -> AbstractContextManager[Reading]:
        return self.inner.reading()


class _Transaction:
    def __init__(self, inner: Any, times: int) -> None:
        self.inner = inner
        self.tasks = _Tasks(inner.tasks, times)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _Tasks:
    def __init__(self, inner: Any, times: int) -> None:
        self.inner, self.left = inner, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def change(self, was: TaskCard, becomes: TaskCard) -> None:
        if self.left:
            self.inner.change(was, evolve(was, priority=f"urgent {self.left}"))
            self.left -= 1
        self.inner.change(was, becomes)
