"""An answer in time, whatever the database does: when the work takes longer, its result follows.

A provider hangs up after a few seconds, but what was asked is done all the same, once, and its sender told.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from attrs import define, field

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import IntegrationError, StoreUnavailable
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.spoken import Busy, Failed, Reply, Spoken
from tt_integrations.entrypoints.application import Application

THREADS = 16
ANSWER_WITHIN = 2.0
"""Seconds; the most impatient of the providers waits for three, the way to us and back included."""
GIVE_UP_AFTER = 60.0
"""Seconds for which a database that is locked or away is tried again."""
PAUSE = 0.25
UNREAD = Answer(b"", "text/plain")
log = logging.getLogger(__name__)


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, "delivery")


@define
class Patience:
    """Carries deliveries out in threads. Late is what is not done `answer_within` seconds after it came."""

    application: Application
    answer_within: float = ANSWER_WITHIN
    give_up_after: float = GIVE_UP_AFTER
    _threads: ThreadPoolExecutor = field(factory=_threads, init=False)
    _closing: threading.Event = field(factory=threading.Event, init=False)

    async def answer(self, provider: Provider, delivery: Delivery, came: float) -> Answer:
        """`came` is when, by the clock of the event loop. Raises as `Application.answer` if it is in time."""
        loop, turn = asyncio.get_running_loop(), threading.Lock()
        here = copy_context()  # the request's id, for the log
        work = loop.run_in_executor(
            self._threads, here.run, self._carry_out, provider, delivery, turn
        )
        await asyncio.wait((work,), timeout=max(0.0, came + self.answer_within - loop.time()))
        if not work.done():
            meanwhile = provider.meanwhile(delivery)
            if meanwhile is not None and turn.acquire(blocking=False):
                return meanwhile
        return await work

    def close(self) -> None:
        """Try nothing again, and wait for what is under way."""
        self._closing.set()
        self._threads.shutdown()

    def _carry_out(self, provider: Provider, delivery: Delivery, turn: threading.Lock) -> Answer:
        """Whoever takes the turn answers, so what is returned after that is read by nobody."""
        try:
            reply = self._receive(provider, delivery)
        except Exception as error:
            if turn.acquire(blocking=False):
                raise
            self._excuse(provider, delivery, error)
            return UNREAD
        if turn.acquire(blocking=False):
            return self.application.settle(provider, reply)
        if isinstance(reply, Spoken):
            self.application.follow_up(provider, reply)
        return UNREAD

    def _receive(self, provider: Provider, delivery: Delivery) -> Reply:
        """A busy database has changed nothing, so the same delivery may be tried again."""
        last = time.monotonic() + self.give_up_after
        while True:
            try:
                return self.application.receive(delivery)
            except StoreUnavailable:
                if time.monotonic() >= last or provider.meanwhile(delivery) is None:
                    raise
                if self._closing.wait(PAUSE):
                    raise

    def _excuse(self, provider: Provider, delivery: Delivery, error: Exception) -> None:
        """Somebody was told to wait: tell them that nothing will come of it."""
        if isinstance(error, IntegrationError) and not isinstance(error, StoreUnavailable):
            log.warning("a late delivery from %s was refused: %s", provider.name, error.code)
            return
        busy = isinstance(error, StoreUnavailable)
        log.error("a late delivery from %s failed", provider.name, exc_info=None if busy else error)
        try:
            spoken = self.application.receive.excuse(delivery, Busy() if busy else Failed())
        except IntegrationError as still:
            log.warning("nobody at %s could be told: %s", provider.name, still.code)
            return
        if spoken:
            self.application.follow_up(provider, spoken)
