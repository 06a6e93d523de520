"""A store in memory, a clock turned by hand, and handlers that only pretend: for workers to work in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from attrs import define, field

from patience import LONG
from tt_integrations.adapters.jobs.worker import LEASE, Worker
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Done, Job, Result, TellOwner
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.contracts.examples import ACME, job
from tt_integrations.testing.memory import MemoryStore, MemoryTransaction

Handling = Callable[[], Result]


@define
class LockableStore:
    """Raises the error in the next so many `times` of transactions that write; others are counted."""

    store: MemoryStore = field(factory=MemoryStore)
    error: Exception = field(factory=lambda: StoreUnavailable("locked"))
    times: int = 0
    written: int = 0

    def __call__(self) -> AbstractContextManager[MemoryTransaction]:
        return self._opened()

    def reading(self) -> AbstractContextManager[MemoryTransaction]:
        return self.store.unit_of_work.reading()

    @contextmanager
    def _opened(self) -> Iterator[MemoryTransaction]:
        if self.times:
            self.times -= 1
            raise self.error
        self.written += 1
        with self.store.unit_of_work() as tx:
            yield tx


@define
class Workshop:
    """`told`: what is done with the job of each word; Done where nothing was told. `seen`: what was taken."""

    unit_of_work: LockableStore = field(factory=LockableStore)
    clock: FixedClock = field(factory=FixedClock)
    told: dict[str, Handling] = field(factory=dict)
    seen: list[Job] = field(factory=list)
    connection: ConnectionId = field(init=False)

    def __attrs_post_init__(self) -> None:
        store = self.unit_of_work.store
        self.connection = store.add_connection(ACME, store.add_person(), {}, works=True)

    @property
    def words(self) -> list[str]:
        return [word_of(each) for each in self.seen]

    def worker(self, threads: int = 4) -> Worker:
        return Worker(self.unit_of_work, self.clock, self._handle, threads, breath=0)

    def wants(self, *words: str, key: str | None = "k", hours: float = 0) -> None:
        """Store a job of each word; `key` None: each has one of its own."""
        with self.unit_of_work() as tx:
            for word in words:
                tx.jobs.enqueue(job(self.connection, word, word if key is None else key, hours))
            tx.commit()

    def left(self) -> list[str]:
        """What somebody could take now, one after another. It stays."""
        words = []
        with self.unit_of_work() as tx:
            while taken := tx.jobs.take(self.clock.now(), LEASE):
                words.append(word_of(taken))
                tx.jobs.finish(taken)
        return words

    def given_up(self) -> list[tuple[str, str]]:
        with self.unit_of_work.reading() as tx:
            return [(word_of(each), reason) for each, reason in tx.jobs.given_up(self.connection)]

    def raises(self, word: str, error: Exception) -> None:
        def handle() -> Result:
            raise error

        self.told[word] = handle

    def waits(self, word: str, let_go: threading.Event) -> threading.Event:
        """Let the job of that word hang until it is let go; what tells that it does."""
        hangs = threading.Event()

        def handle() -> Result:
            hangs.set()
            assert let_go.wait(LONG)
            return Done()

        self.told[word] = handle
        return hangs

    def locks(self, word: str, times: int) -> None:
        """Let the store be locked so many times once the job of that word is done."""

        def handle() -> Result:
            self.unit_of_work.times = times
            return Done()

        self.told[word] = handle

    def _handle(self, taken: Job) -> Result:
        self.seen.append(taken)
        return self.told.get(word_of(taken), Done)()


def word_of(taken: Job) -> str:
    assert isinstance(taken.work, TellOwner)
    return taken.work.reason


def run(worker: Worker) -> int:
    """Do all that is due; how many threads it was begun in."""
    begun = worker.run_due()
    assert worker.drain(LONG)
    return begun
