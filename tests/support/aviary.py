"""A loft with a parrot in it: every use case of connections, over one store in memory and one standing clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

from attrs import define, field

from keeper import Keeper
from loft import DIALECTS, VAULT, Loft
from parrot import Parrot
from pigeon import KEY, TOKEN
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.grants import Grant, SealedGrant
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NewTimer, Project, Timer
from tt_integrations.domain.model.work import Job, Work
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.carry_out import CarryOut, TellOwnerOf
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.finish_consent import FinishConsent
from tt_integrations.domain.usecases.offer_link import OfferLink
from tt_integrations.domain.usecases.queue_summaries import QueueSummaries
from tt_integrations.domain.usecases.redeem_link import RedeemLink, ShowLink
from tt_integrations.domain.usecases.refresh_grant import (
    RefreshGrant,
    RefreshUnderWay,
    opened_grant,
    sealed_grant,
)
from tt_integrations.domain.usecases.renew_secret import RenewSecret
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.save_settings import SaveSettings
from tt_integrations.domain.usecases.say import Say
from tt_integrations.domain.usecases.send_notice import SendNotice
from tt_integrations.domain.usecases.send_summary import SendSummary
from tt_integrations.domain.usecases.start_consent import StartConsent
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.unlink import Unlink
from tt_integrations.ports.unit_of_work import UnitOfWork

CHANNEL, PASTED = "perch", "a pasted token"


def digest(secret: str) -> str:
    return f"#{secret}"


@define
class Aviary:
    loft: Loft = field(factory=Loft)
    parrot: Parrot = field(init=False)
    keeper: Keeper = field(init=False)
    work: UnitOfWork = field(init=False)
    syncing: tuple[str, ...] = ()
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.work = self.loft.store.unit_of_work
        writing = self.loft.store.unit_of_work.published.writing
        self.parrot = Parrot(writing.locked)
        self.keeper = Keeper(self.clock)

    @property
    def clock(self) -> Any:
        return self.loft.clock

    def person(self, name: str = "Ann", *, active: bool = True) -> Person:
        return self.loft.person(name, active=active)

    def talking(self, owner: Person, token: str | None = PASTED, **settings: object) -> Connection:
        """The person's connection with a token and a channel, everything else as given."""
        connection = self.loft.connect(owner, user=None)
        changes = Changes({"channel_id": CHANNEL, **settings}, {TOKEN: token} if token else {})
        return self.set(connection, changes)

    def relying(self, owner: Person, installation: Connection, user: str = "ben") -> Connection:
        """A connection that uses another one's secrets and grant."""
        connection = self.loft.connect(owner, user, None, installation.id)
        return self.set(connection, Changes({"channel_id": CHANNEL}))

    def set(self, connection: Connection, changes: Changes) -> Connection:
        with self.loft.store.unit_of_work() as tx:
            StoreSettings(VAULT)(tx, DIALECTS[KEY], connection, changes)
            tx.commit()
        return self.again(connection)

    def again(self, connection: Connection) -> Connection:
        return self.loft.again(connection)

    def state(self, connection: Connection) -> ConnectionState:
        return self.again(connection).state

    def put(self, connection: Connection, state: ConnectionState) -> None:
        self.loft.put(connection, state)

    def grant(self, connection: Connection, grant: Grant | None = None) -> Grant:
        given = grant or self.keeper.new()
        stored = self.granted(connection)
        version = stored.version if stored else 0
        with self.loft.store.unit_of_work() as tx:
            assert tx.grants.keep(sealed_grant(VAULT, connection.id, given, version))
            tx.commit()
        return given

    def granted(self, connection: Connection) -> SealedGrant | None:
        with self.loft.store.unit_of_work.reading() as tx:
            return tx.grants.find(connection.id)

    def start(self, person: Person, project: Project | None = None) -> Timer:
        used = project or self.loft.store.add_project(person, "Web")
        with self.loft.store.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(person.id, used, self.clock.now()))
            tx.commit()
        return timer

    def jobs(self) -> list[Job]:
        """All that waits, in order, as if each was taken just now. Nothing is taken by it."""
        waiting: list[Job] = []
        with self.loft.store.unit_of_work() as tx:
            while job := tx.jobs.take(self.clock.now() + timedelta(days=400), timedelta(days=1)):
                waiting.append(job)
                tx.jobs.finish(job)
        return waiting

    def job(self, connection: Connection, work: Work, **how: Any) -> Job:
        number = next(self._numbers)
        key = f"chat:{connection.id}"
        fields = {"tries": 1, "stored": self.clock.now(), **how}
        return Job(id=number, connection=connection.id, work=work, key=key, **fields)  # type: ignore[arg-type]

    @property
    def end_grant(self) -> EndGrant:
        return EndGrant(self.work, self.clock)

    @property
    def retry(self) -> RetryRefused:
        return RetryRefused(self.work, self.clock)

    @property
    def refreshing(self) -> RefreshGrant:
        return RefreshGrant(self.work, VAULT, self.clock, {KEY: self.keeper}, self.end_grant)

    def refresh(self, connection: Connection) -> Grant | RefreshUnderWay:
        with self.work.reading() as tx:
            stored = tx.grants.find(connection.id)
        assert stored
        refreshed = self.refreshing(connection, stored)
        return opened_grant(VAULT, refreshed) if isinstance(refreshed, SealedGrant) else refreshed

    @property
    def access(self) -> AccessToProvider:
        return AccessToProvider(self.work, VAULT, self.refreshing, DIALECTS)

    @property
    def say(self) -> Say:
        chats = {KEY: self.parrot}
        return Say(self.work, self.clock, chats, self.access, self.retry, self.end_grant)

    @property
    def notice(self) -> SendNotice:
        return SendNotice(self.work, {KEY: self.parrot}, self.say)

    @property
    def summary(self) -> SendSummary:
        return SendSummary(self.work, self.clock, {KEY: self.parrot}, self.say)

    def carry_out(self, tell_owner: TellOwnerOf) -> CarryOut:
        """Of what is said; deliveries and syncs are none of its affairs."""
        nobody: Any = None  # it is not asked
        return CarryOut(self.work, self.notice, self.summary, tell_owner, nobody, nobody)

    @property
    def queue(self) -> QueueSummaries:
        return QueueSummaries(self.work, self.clock, {KEY: self.parrot})

    @property
    def save(self) -> SaveSettings:
        return SaveSettings(
            self.work,
            self.clock,
            DIALECTS,
            {KEY: self.parrot},
            self.syncing,
            {},
            self.access,
            self.retry,
            StoreSettings(VAULT),
            RenewSecret(VAULT, lambda: f"fresh {next(self._numbers)}"),
            self.fresh_key,
        )

    @property
    def start_consent(self) -> StartConsent:
        return StartConsent(
            self.work,
            VAULT,
            self.clock,
            {KEY: self.keeper},
            self.fresh_secret,
            digest,
            lambda verifier: f"S256 of {verifier}",
        )

    @property
    def finish_consent(self) -> FinishConsent:
        return FinishConsent(
            self.work,
            VAULT,
            self.clock,
            {KEY: self.keeper},
            DIALECTS,
            {KEY: {"neck": "of the app"}},
            self.syncing,
            StoreSettings(VAULT),
            digest,
            self.fresh_key,
        )

    @property
    def offer_link(self) -> OfferLink:
        return OfferLink(self.work, self.clock, self.fresh_secret, digest, lambda *p: "/".join(p))

    @property
    def show_link(self) -> ShowLink:
        return ShowLink(self.work, self.clock, digest)

    @property
    def redeem_link(self) -> RedeemLink:
        store = StoreSettings(VAULT)
        return RedeemLink(self.work, self.clock, DIALECTS, store, digest, self.fresh_key)

    @property
    def unlink(self) -> Unlink:
        return Unlink(self.work, DIALECTS, StoreSettings(VAULT))

    def fresh_key(self) -> ConnectionKey:
        return ConnectionKey(f"fresh-{next(self._numbers)}")

    def fresh_secret(self) -> str:
        return f"secret-{next(self._numbers)}"

    def who(self, address: str) -> list[tuple[ConnectionId, object]]:
        """Which connections arrivals from there find, and as whom."""
        with self.loft.store.unit_of_work.reading() as tx:
            routes = tx.addresses.routes(KEY, address)  # type: ignore[arg-type]
        return [(route.connection.id, route.person) for route in routes]
