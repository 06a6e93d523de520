"""What providers tell us, counted: every delivery with what became of it, every item with what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from attrs import field, frozen
from prometheus_client import Counter

from tt_integrations.domain.errors import IntegrationError, StoreUnavailable
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import Delivery, Ignored, IssueNews, News
from tt_integrations.domain.model.runs import Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.hear_news import HearNews, NewsHeard
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.spoken import Busy, Failed, Heard, HeardLater, Reply, Spoken
from tt_integrations.entrypoints.observing.meters import Meters
from tt_integrations.entrypoints.observing.reasons import label_of
from tt_integrations.entrypoints.observing.spans import Spans

INTERNAL = "internal_error"
T = TypeVar("T")
_WORDS = re.compile("(?<=[a-z])(?=[A-Z])")


def in_words(kind: type) -> str:
    """`heard_later` for HeardLater."""
    return _WORDS.sub("_", kind.__name__).lower()


def code_of(error: Exception) -> str:
    return error.code if isinstance(error, IntegrationError) else INTERNAL


@frozen
class WatchedReceiving:
    """In place of the use case. A try that found the database locked is none of the deliveries: it comes again."""

    inner: ReceiveDelivery
    meters: Meters
    names: Mapping[str, str]
    """Of the providers, by their keys."""
    _known: dict[tuple[str, object], Counter] = field(factory=dict, init=False)
    """The counters that were needed before: to look one up takes longer than to count."""

    def __call__(self, delivery: Delivery) -> Reply:
        try:
            reply = self.inner(delivery)
        except StoreUnavailable:
            self.meters.busy.labels(self.names.get(delivery.provider, "")).inc()
            raise
        except Exception as error:
            provider = self.names.get(delivery.provider, "")
            self.meters.deliveries.labels(provider, code_of(error)).inc()
            raise
        known = self._known.get((delivery.provider, type(reply)))
        (known or self._counter(delivery.provider, type(reply))).inc()
        return reply

    def excuse(self, delivery: Delivery, outcome: Busy | Failed) -> Spoken | None:
        return self.inner.excuse(delivery, outcome)

    def _counter(self, key: str, kind: type) -> Counter:
        made = self.meters.deliveries.labels(self.names.get(key, ""), in_words(kind))
        return self._known.setdefault((key, kind), made)


@frozen
class TracedReceiving:
    """The same, each delivery a span. Apart from it, for a service that records none pays for none."""

    inner: WatchedReceiving
    spans: Spans

    def __call__(self, delivery: Delivery) -> Reply:
        provider = self.inner.names.get(delivery.provider, "")
        with self.spans.during("receive delivery", {"tt.provider": provider}) as span:
            reply = self.inner(delivery)
            span.set_attribute("tt.result", in_words(type(reply)))
            return reply

    def excuse(self, delivery: Delivery, outcome: Busy | Failed) -> Spoken | None:
        return self.inner.excuse(delivery, outcome)


@frozen
class WatchedHearing:
    """In place of the use case that carries news out, when they come and when they are tried again."""

    inner: HearNews
    meters: Meters
    names: Mapping[str, str]

    def __call__(self, heard: NewsHeard) -> Heard | HeardLater | HandledBefore | Ignored:
        return self._noted(heard.connection, heard.news, heard.now, self.inner(heard))

    def act(
        self, connection: Connection, news: News, now: datetime
    ) -> Heard | HandledBefore | Ignored:
        return self._noted(connection, news, now, self.inner.act(connection, news, now))

    def _noted(self, connection: Connection, news: News, now: datetime, reply: T) -> T:
        provider = self.names.get(connection.provider, "")
        if isinstance(reply, Heard):
            count(self.meters, provider, reply.decisions)
            if isinstance(news, IssueNews):
                late = (now - news.issue.updated).total_seconds()
                self.meters.lag.labels(provider).observe(max(0.0, late))
        return reply


def count(meters: Meters, provider: str, decisions: Iterable[Decided]) -> None:
    for each in decisions:
        meters.decisions.labels(provider, str(each.action), label_of(each.reason)).inc()
