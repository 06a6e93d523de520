"""Somebody who types commands, below every provider's language."""

from __future__ import annotations

from attrs import Factory, define, frozen

from tt_integrations.domain.model.announcements import Announcement
from tt_integrations.domain.model.connection import (
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.answer_slash import AnswerSlash, SlashOutcome, SlashText
from tt_integrations.domain.usecases.change_timer_from_slash import ChangeTimerFromSlash
from tt_integrations.domain.usecases.log_time_from_slash import LogTimeFromSlash
from tt_integrations.domain.usecases.report_time_from_slash import ReportTimeFromSlash
from tt_integrations.domain.usecases.start_timer_from_slash import StartTimerFromSlash
from tt_integrations.domain.usecases.stop_timer_from_slash import StopTimerFromSlash
from tt_integrations.domain.usecases.switch_timer_from_slash import SwitchTimerFromSlash
from tt_integrations.domain.usecases.undo_from_slash import UndoFromSlash
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork
from tt_integrations.testing.clock import FixedClock


@frozen
class Announced:
    """Stands where chats would be told, and keeps what of."""

    events: list[Announcement] = Factory(list)

    def __call__(self, _tx: Transaction, event: Announcement, _now: object) -> int:
        self.events.append(event)
        return 0


@define
class Keyboard:
    """Each command is a new delivery, unless it is said which."""

    unit_of_work: UnitOfWork
    person: Person
    connection: ConnectionId
    clock: FixedClock = Factory(FixedClock)
    announced: Announced = Factory(Announced)
    typed: int = 0

    def __call__(
        self, text: str, delivery: str | None = None, work: UnitOfWork | None = None
    ) -> SlashOutcome:
        self.typed += 1
        name = DeliveryId(delivery or f"{self.person.id}-{self.typed}")
        origin = Origin(self.connection, name, self.clock.now())
        return self._answer(work or self.unit_of_work)(SlashText(self.person, text, origin))

    def _answer(self, work: UnitOfWork) -> AnswerSlash:
        told = self.announced
        return AnswerSlash(
            StartTimerFromSlash(work, self.clock, told),
            SwitchTimerFromSlash(work, self.clock, told),
            LogTimeFromSlash(work, self.clock),
            ChangeTimerFromSlash(work, self.clock),
            StopTimerFromSlash(work, self.clock, told),
            ReportTimeFromSlash(work, self.clock),
            UndoFromSlash(work, self.clock, told),
        )


def keyboard_of(
    person: Person, unit_of_work: UnitOfWork, clock: FixedClock | None = None
) -> Keyboard:
    new = NewConnection(
        ConnectionKey(f"k{person.id}"), "chat", person.id, "Chat", ConnectionState.ACTIVE
    )
    with unit_of_work() as tx:
        connection = tx.connections.add(new)
        tx.commit()
    return Keyboard(unit_of_work, person, connection.id, clock or FixedClock())
