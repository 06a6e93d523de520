"""What syncs decided, counted once it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from attrs import define, field, frozen

from tt_integrations.domain.model.runs import Decided, RunId
from tt_integrations.entrypoints.observing.deliveries import count
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork


@frozen
class CountedUnitOfWork:
    """A unit of work that counts the decisions of the runs in it. For syncs: it costs more than a webhook may take."""

    inner: UnitOfWork
    meters: Meters
    names: Mapping[str, str]
    """Of the providers, by their keys."""

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        with self.inner() as tx:
            yield cast("Transaction", _Counted(tx, self))

    def reading(self) -> AbstractContextManager[Reading]:
        return self.inner.reading()


@define
class _Counted:
    """The transaction, its runs noted. Everything else is the inner one's."""

    inner: Transaction
    owner: CountedUnitOfWork
    _decided: list[tuple[RunId, Sequence[Decided]]] = field(factory=list, init=False)

    @property
    def runs(self) -> Any:
        return _NotedRuns(self.inner.runs, self._decided)

    def commit(self) -> None:
        told = [(self._provider(run), decisions) for run, decisions in self._decided]
        self.inner.commit()
        for provider, decisions in told:
            count(self.owner.meters, provider, decisions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def _provider(self, number: RunId) -> str:
        run = self.inner.runs.find(number)
        connection = self.inner.connections.find(run.connection) if run else None
        return self.owner.names.get(connection.provider, "") if connection else ""


@frozen
class _NotedRuns:
    inner: Any
    decided_now: list[tuple[RunId, Sequence[Decided]]]

    def decide(self, run: RunId, decisions: Sequence[Decided]) -> None:
        self.inner.decide(run, decisions)
        self.decided_now.append((run, tuple(decisions)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)
