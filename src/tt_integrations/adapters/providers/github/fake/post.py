"""The post office of the fake: sends webhooks, once, within ten seconds, and keeps a log of them for three days."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from attrs import define, evolve, field

from tt_integrations.adapters.fakes.callback import Call, call_over_http
from tt_integrations.adapters.providers.github.fake.delivery_log import delivery_of
from tt_integrations.adapters.providers.github.fake.mail import Delivery, Parcel
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.signing import body_of, headers_of

LARGEST = 25 * 1024 * 1024
"""A payload of more bytes than this is not sent at all."""


@define
class Post:
    """Nothing in here holds the memory's lock while it waits for a receiver.

    `held`: parcels that wait until they are released. `lose`, `repeat`: how many of the next ones get lost on
    the way (and into no log), or are sent twice.
    """

    memory: Memory
    lock: threading.RLock
    call: Call = call_over_http
    holding: bool = False
    held: list[Parcel] = field(factory=list)
    lose: int = 0
    repeat: int = 0
    answer_first: bool = False
    _senders: list[threading.Thread] = field(factory=list)

    def flush(self) -> None:
        """Send what waits in the outbox, in the order in which it happened."""
        for parcel in self._take():
            self._send(parcel)

    def after_answer(self) -> None:
        """Send what a request caused: at once, or, to answer first, from another thread."""
        if not self.answer_first:
            self.flush()
            return
        sender = threading.Thread(target=self.flush, name="webhooks", daemon=True)
        with self.lock:
            self._senders = [each for each in self._senders if each.is_alive()]
            self._senders.append(sender)
            sender.start()

    def settle(self, timeout: float) -> None:
        """Wait for the other threads, at most `timeout` seconds for each."""
        with self.lock:
            senders, self._senders = self._senders, []
        for sender in senders:
            sender.join(timeout)

    def release(self, order: Sequence[int] | None = None) -> None:
        """Send what was held: those at the positions `order` names, the others not at all; None: all, as they came.

        Raises ValueError for a position that holds nothing.
        """
        with self.lock:
            waiting, self.held, self.holding = self.held, [], False
        chosen = range(len(waiting)) if order is None else order
        if any(not 0 <= at < len(waiting) for at in chosen):
            with self.lock:
                self.held, self.holding = waiting, True
            raise ValueError(f"{len(waiting)} deliveries are held; there is no such position")
        for at in chosen:
            self._send(waiting[at])

    def _take(self) -> list[Parcel]:
        with self.lock:
            ready, self.memory.outbox = self.memory.outbox, []
            sent: list[Parcel] = []
            for parcel in ready:
                sent += [parcel] * self._copies()
            if self.holding:
                self.held += sent
                return []
        return sent

    def _copies(self) -> int:
        if self.lose:
            self.lose -= 1
            return 0
        if self.repeat:
            self.repeat -= 1
            return 2
        return 1

    def _send(self, parcel: Parcel) -> None:
        hook = self.memory.hooks.get(parcel.hook.id, parcel.hook)
        body = body_of(hook, parcel.payload)
        if len(body) > LARGEST:
            return
        headers = headers_of(hook, parcel, body)
        began = self.memory.clock.now()
        answer = self.call(hook.url, headers, body)
        took = (self.memory.clock.now() - began).total_seconds()
        with self.lock:
            delivery = delivery_of(self.memory, evolve(parcel, hook=hook), answer)
            delivery = evolve(delivery, duration=took, request_headers=headers, request_body=body)
            self.memory.deliveries[delivery.id] = delivery
            self._note(delivery)

    def _note(self, delivery: Delivery) -> None:
        """A hook shows how its last delivery went."""
        hook = self.memory.hooks.get(delivery.parcel.hook.id)
        if hook:
            status = "active" if delivery.succeeded else "failed"
            last = {"code": delivery.status_code, "status": status, "message": delivery.status}
            self.memory.hooks[hook.id] = evolve(hook, last_response=last)
