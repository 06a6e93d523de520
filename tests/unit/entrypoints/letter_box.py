"""Stands where replies are sent that follow, and where deliveries are carried out."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

from attrs import define, field, frozen

from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.spoken import Busy, Failed, Reply, Spoken


@define
class Mailbox:
    """Where replies go that follow."""

    letters: list[tuple[str, str]] = field(factory=list)
    came: threading.Event = field(factory=threading.Event)

    def __call__(self, address: str, answer: Answer) -> None:
        self.letters.append((address, json.loads(answer.body)["text"]))
        self.came.set()


@frozen
class Receiving:
    """In place of the use case: does what the test says; what it would be excused with is kept."""

    inner: ReceiveDelivery
    act: Callable[[ReceiveDelivery, Delivery], Reply]

    def __call__(self, delivery: Delivery) -> Reply:
        return self.act(self.inner, delivery)

    def excuse(self, delivery: Delivery, outcome: Busy | Failed) -> Spoken | None:
        return self.inner.excuse(delivery, outcome)
