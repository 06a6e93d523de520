"""Where pigeons arrive: a time tracker in memory that believes them by their secrets."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from attrs import define, field

from pigeon import KEY, REPLY_TO, SECRET, PigeonDialect
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.answer_slash import AnswerSlash
from tt_integrations.domain.usecases.change_timer_from_slash import ChangeTimerFromSlash
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.hear_news import HearNews
from tt_integrations.domain.usecases.log_time_from_slash import LogTimeFromSlash
from tt_integrations.domain.usecases.offer_link import OfferLink
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.report_time_from_slash import ReportTimeFromSlash
from tt_integrations.domain.usecases.spoken import Outcome, Spoken
from tt_integrations.domain.usecases.start_timer_from_slash import StartTimerFromSlash
from tt_integrations.domain.usecases.stop_timer_from_slash import StopTimerFromSlash
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.switch_timer_from_slash import SwitchTimerFromSlash
from tt_integrations.domain.usecases.undo_from_slash import UndoFromSlash
from tt_integrations.domain.usecases.unlink import Unlink
from tt_integrations.ports.unit_of_work import UnitOfWork
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore

VAULT = AesGcmVault({"k1": new_key()})
DIALECTS = {KEY: PigeonDialect()}


@define
class Loft:
    store: MemoryStore = field(factory=MemoryStore)
    clock: FixedClock = field(factory=FixedClock)

    def person(self, name: str, *, active: bool = True) -> Person:
        zone = ZoneInfo("Europe/Berlin")
        return self.store.add_person(name, zone=zone, active=active, sees_all=True)

    def connect(
        self,
        owner: Person,
        user: str | None,
        secret: str | None = SECRET,
        installation: ConnectionId | None = None,
    ) -> Connection:
        key = ConnectionKey(f"key-{owner.id}")
        new = NewConnection(key, KEY, owner.id, "Pigeon", ConnectionState.ACTIVE, installation)
        secrets = {"neck": secret} if secret else {}
        with self.store.unit_of_work() as tx:
            connection = tx.connections.add(new)
            changes = Changes({"team": "T", "user": user}, secrets)
            StoreSettings(VAULT)(tx, DIALECTS[KEY], connection, changes)
            tx.commit()
        return self.again(connection)

    def again(self, connection: Connection) -> Connection:
        with self.store.unit_of_work.reading() as tx:
            found = tx.connections.find(connection.id)
        assert found
        return found

    def put(self, connection: Connection, state: ConnectionState) -> None:
        with self.store.unit_of_work() as tx:
            tx.connections.move(connection.id, state)
            tx.commit()

    def running(self, person: Person) -> bool:
        with self.store.unit_of_work.reading() as tx:
            return tx.timers.running(person.id) is not None

    @property
    def receive(self) -> ReceiveDelivery:
        work, clock = self.store.unit_of_work, self.clock
        nobody: Any = None  # of no provider here issues are heard of
        return ReceiveDelivery(
            unit_of_work=work,
            vault=VAULT,
            clock=clock,
            dialects=DIALECTS,
            slash=_slash(work, clock),
            offer_link=OfferLink(
                work, clock, lambda: "code", lambda code: f"#{code}", lambda *p: "/".join(p)
            ),
            unlink=Unlink(work, DIALECTS, StoreSettings(VAULT)),
            end_grant=EndGrant(work, clock),
            hear=HearNews(work, nobody, nobody, {}, nobody),
        )

    def hears(self, delivery: Delivery) -> Outcome:
        reply = self.receive(delivery)
        assert isinstance(reply, Spoken)
        assert reply.reply_to == REPLY_TO
        return reply.outcome


def _slash(work: UnitOfWork, clock: FixedClock) -> AnswerSlash:
    return AnswerSlash(
        StartTimerFromSlash(work, clock),
        SwitchTimerFromSlash(work, clock),
        LogTimeFromSlash(work, clock),
        ChangeTimerFromSlash(work, clock),
        StopTimerFromSlash(work, clock),
        ReportTimeFromSlash(work, clock),
        UndoFromSlash(work, clock),
    )
