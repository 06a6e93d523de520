"""How much work waits, asked when somebody looks."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class Outbox(Collector):
    """A database that is locked or away is told as such, and of what waits in it nothing is."""

    unit_of_work: UnitOfWork
    clock: Clock

    def collect(self) -> Iterator[Metric]:
        now = self.clock.now()
        try:
            with self.unit_of_work.reading() as tx:
                waiting = tx.jobs.waiting(now)
        except Exception:  # noqa: BLE001 - whatever it is, it is told, and the other numbers are to be read
            yield GaugeMetricFamily("tt_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("tt_database_up", "Whether the database answers", 1)
        yield GaugeMetricFamily("tt_outbox_due", "Jobs due that nobody does yet", waiting.due)
        late = (now - waiting.oldest).total_seconds() if waiting.oldest else 0.0
        yield GaugeMetricFamily(
            "tt_outbox_oldest_seconds", "For how long the oldest of them has been due", late
        )

    def describe(self) -> Iterator[Metric]:
        """Nothing: to be registered must not ask the database."""
        return iter(())
