"""Calls to providers: counted, timed, each a span."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen

from tt_integrations.adapters.watched_http import Heard
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant, Granted
from tt_integrations.entrypoints.observing.deliveries import code_of
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.ports.oauth import OAuth


@frozen
class WatchedCalls:
    """Implements `adapters.watched_http.CallWatch`."""

    meters: Meters
    spans: Spans

    @contextmanager
    def __call__(self, provider: str, method: str) -> Iterator[Heard]:
        about = {"tt.provider": provider, "http.request.method": method}
        began, result = time.monotonic(), ""

        def heard(status: int, wait: float | None) -> None:
            nonlocal result
            result = f"{status // 100}xx"
            span.set_attribute("http.response.status_code", status)
            if wait is not None:
                self.meters.wait_seconds.labels(provider).inc(wait)

        try:
            with self.spans.during("call provider", about) as span:
                yield heard
        except Exception as error:
            result = type(error).__name__
            raise
        finally:
            self.meters.calls.labels(provider, result).inc()
            self.meters.call_seconds.labels(provider).observe(time.monotonic() - began)


@frozen
class WatchedOAuth:
    """Counts what became of the refreshes that were really asked for. All else is the inner one's."""

    inner: OAuth
    provider: str
    meters: Meters

    def consent_address(self, ask: ConsentAsk) -> str:
        return self.inner.consent_address(ask)

    def exchange(self, given: ConsentGiven) -> Granted:
        return self.inner.exchange(given)

    def refresh(self, grant: Grant) -> Grant:
        try:
            fresh = self.inner.refresh(grant)
        except Exception as error:
            self.meters.refreshes.labels(self.provider, code_of(error)).inc()
            raise
        self.meters.refreshes.labels(self.provider, "refreshed").inc()
        return fresh

    def revoke(self, grant: Grant) -> None:
        self.inner.revoke(grant)
