"""Lays the observation around a service: everything that the rest has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.providers import discover
from tt_integrations.domain.usecases.carry_out import CarryOut
from tt_integrations.domain.usecases.hear_news import HearNews
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import SyncIssues
from tt_integrations.entrypoints.observing.calls import WatchedCalls, WatchedOAuth
from tt_integrations.entrypoints.observing.deliveries import (
    TracedReceiving,
    WatchedHearing,
    WatchedReceiving,
)
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.spans import Spans
from tt_integrations.entrypoints.observing.syncs import CountedUnitOfWork
from tt_integrations.entrypoints.observing.work import WatchedCarrying
from tt_integrations.entrypoints.outside import Outside
from tt_integrations.ports.clock import Clock

Syncing = TypeVar("Syncing", SyncIssues, SyncCalendar)


def _names() -> Mapping[str, str]:
    return {provider.key: provider.name for provider in discover().values()}


@frozen
class Watch:
    """One a service."""

    meters: Meters = field(factory=Meters)
    spans: Spans = field(factory=Spans)
    names: Mapping[str, str] = field(factory=_names)
    clock: Clock = field(factory=SystemClock)

    @property
    def calls(self) -> WatchedCalls:
        return WatchedCalls(self.meters, self.spans)

    @property
    def around(self) -> Mapping[str, Callable[[Any], Any]]:
        """What to lay around which part of the container, from the inside out."""
        return {
            "sync_issues": self._syncing,
            "sync_calendar": self._syncing,
            "hear": self._hearing,
            "receive": self._receiving,
            "carry_out": self._carrying,
        }

    def outside(self, outside: Outside) -> Outside:
        """The same, its refreshes counted."""
        watched = {
            key: WatchedOAuth(oauth, self.names[key], self.meters)
            for key, oauth in outside.oauths.items()
        }
        return evolve(outside, oauths=watched)

    def _syncing(self, inner: Syncing) -> Syncing:
        counted = CountedUnitOfWork(inner.unit_of_work, self.meters, self.names)
        return evolve(inner, unit_of_work=counted)

    def _hearing(self, inner: HearNews) -> WatchedHearing:
        return WatchedHearing(inner, self.meters, self.names)

    def _receiving(self, inner: ReceiveDelivery) -> WatchedReceiving | TracedReceiving:
        counted = WatchedReceiving(inner, self.meters, self.names)
        return counted if self.spans.tracer is None else TracedReceiving(counted, self.spans)

    def _carrying(self, inner: CarryOut) -> WatchedCarrying:
        return WatchedCarrying(inner, self.meters, self.spans, self.names, self.clock)
