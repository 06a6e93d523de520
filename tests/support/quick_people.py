"""A time tracker in which people start and stop their timers just before we do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class QuickPeople:
    """`unseen`: our first look at a timer is too early to see theirs."""

    inner: UnitOfWork
    unseen: bool = False

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        with self.inner() as tx:
            yield _Transaction(tx, unseen=self.unseen)

    def reading(self) -> Any:
        return self.inner.reading()


class _Transaction:
    def __init__(self, inner: Any, *, unseen: bool) -> None:
        self.inner = inner
        self.timers = _Timers(inner.timers, unseen=unseen)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _Timers:
    def __init__(self, inner: Any, *, unseen: bool) -> None:
        self.inner, self.unseen = inner, unseen

    def running(self, person: Any) -> Any:
        if self.unseen:
            self.unseen = False
            return None
        return self.inner.running(person)

    def start(self, _new: Any) -> Any:
        raise Conflict("somebody else was first")

    def stop(self, _entry: Any) -> None:
        raise Conflict("somebody else was first")
