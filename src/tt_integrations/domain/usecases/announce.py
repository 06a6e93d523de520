"""The step by which what happened to a timer is announced: recorded in the transaction that did it, said later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import field, frozen

from tt_integrations.domain.model.announcements import (
    Announcement,
    TimerStarted,
    TimerStopped,
    TimerTakenBack,
)
from tt_integrations.domain.model.chat import Announcing
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    NewJob,
    Work,
)
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.unit_of_work import Transaction


@frozen
class Announce:
    """Called inside a transaction; waits for nobody. `chats` by the providers' keys."""

    chats: Mapping[str, Chat] = field(factory=dict)

    def __call__(self, tx: Transaction, event: Announcement, now: datetime) -> frozenset[str]:
        """Have every chat of the person told that wants to be; the keys of their providers."""
        if not self.chats:
            return frozenset()
        wanting = [c for c in tx.connections.of(_person(event)) if self._wants(c, event)]
        for connection in wanting:
            key = f"chat:{connection.id}"  # one at a time and in order, a start before its stop
            tx.jobs.enqueue(NewJob(connection.id, _work(event), key, now))
        return frozenset(connection.provider for connection in wanting)

    def _wants(self, connection: Connection, event: Announcement) -> bool:
        chat = self.chats.get(connection.provider)
        return chat is not None and _asked(chat.announcing(connection.settings), event)


def _asked(wanted: Announcing, event: Announcement) -> bool:
    if wanted.channel is None:
        return False
    match event:
        case TimerStarted() | TimerTakenBack():
            return wanted.starts
        case TimerStopped():
            return wanted.stops
        case unknown:
            assert_never(unknown)


def _person(event: Announcement) -> PersonId:
    match event:
        case TimerStarted(timer) | TimerTakenBack(timer):
            return timer.person
        case TimerStopped(entry):
            return entry.person
        case unknown:
            assert_never(unknown)


def _work(event: Announcement) -> Work:
    match event:
        case TimerStarted():
            return AnnounceStart(event)
        case TimerStopped():
            return AnnounceStop(event)
        case TimerTakenBack():
            return AnnounceTakenBack(event)
        case unknown:
            assert_never(unknown)
