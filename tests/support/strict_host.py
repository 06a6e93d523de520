"""A host with rules of its own, which forbid some of what changes timers and entries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Never

from attrs import frozen

from tt_integrations.domain.errors import HostRefused
from tt_integrations.ports.unit_of_work import UnitOfWork

RULE = "Say what you did first."


@frozen
class StrictHost:
    """`forbidden` names methods of the ports."""

    inner: UnitOfWork
    forbidden: str

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        with self.inner() as tx:
            yield _Transaction(tx, self.forbidden)

    def reading(self) -> Any:
        return self.inner.reading()


class _Transaction:
    def __init__(self, inner: Any, forbidden: str) -> None:
        self.inner = inner
        self.timers = _Strict(inner.timers, forbidden)
        self.entries = _Strict(inner.entries, forbidden)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _Strict:
    def __init__(self, inner: Any, forbidden: str) -> None:
        self.inner, self.forbidden = inner, forbidden

    def __getattr__(self, name: str) -> Any:
        return _refuse if name == self.forbidden else getattr(self.inner, name)


def _refuse(*_: Any) -> Never:
    raise HostRefused(RULE)
