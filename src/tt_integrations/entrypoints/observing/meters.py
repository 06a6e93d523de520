"""The numbers that are counted, by their Prometheus names. Each service has its own; none is global to the process."""

from __future__ import annotations

from attrs import field, frozen
from prometheus_client import CollectorRegistry, Counter, Histogram

LAGS = (0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 86400)
CALLS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
JOBS = (0.05, 0.1, 0.5, 1, 5, 15, 60, 120)
"""Upper ends of the buckets, in seconds."""


@frozen
class Meters:
    """Every label is one of few: names of providers, classes, routes, codes of ours. None repeats what people wrote."""

    registry: CollectorRegistry = field(factory=CollectorRegistry)
    requests: Counter = field(init=False)
    deliveries: Counter = field(init=False)
    busy: Counter = field(init=False)
    decisions: Counter = field(init=False)
    lag: Histogram = field(init=False)
    jobs: Histogram = field(init=False)
    calls: Counter = field(init=False)
    call_seconds: Histogram = field(init=False)
    wait_seconds: Counter = field(init=False)
    refreshes: Counter = field(init=False)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"tt_{name}", what, labels, registry=self.registry)

    def _histogram(
        self, name: str, what: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(f"tt_{name}", what, labels, registry=self.registry, buckets=buckets)

    @requests.default
    def _requests(self) -> Counter:
        what = "HTTP requests that were answered"
        return self._counter("http_requests", what, "route", "method", "status")

    @deliveries.default
    def _deliveries(self) -> Counter:
        return self._counter("deliveries", "Deliveries of providers", "provider", "result")

    @busy.default
    def _busy(self) -> Counter:
        what = "Tries to carry a delivery out that found the database locked or away"
        return self._counter("deliveries_busy", what, "provider")

    @decisions.default
    def _decisions(self) -> Counter:
        return self._counter("decisions", "What became of items", "provider", "action", "reason")

    @lag.default
    def _lag(self) -> Histogram:
        what = "From when an item changed there, or a job was due here, to our having handled it"
        return self._histogram("lag_seconds", what, LAGS, "provider")

    @jobs.default
    def _jobs(self) -> Histogram:
        what = "How long jobs took"
        return self._histogram("job_seconds", what, JOBS, "work", "result")

    @calls.default
    def _calls(self) -> Counter:
        return self._counter("provider_calls", "HTTP calls to providers", "provider", "result")

    @call_seconds.default
    def _call_seconds(self) -> Histogram:
        what = "How long HTTP calls to providers took"
        return self._histogram("provider_call_seconds", what, CALLS, "provider")

    @wait_seconds.default
    def _wait_seconds(self) -> Counter:
        what = "Seconds that providers told us to wait because we call too often"
        return self._counter("provider_wait_seconds", what, "provider")

    @refreshes.default
    def _refreshes(self) -> Counter:
        return self._counter("grant_refreshes", "Refreshed grants", "provider", "result")
