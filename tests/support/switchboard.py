"""A provider that can tell us of changes in calendars, as far as channels go, and a connection that reads some."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from attrs import define, evolve, field

from loft import VAULT
from marks import IN_BRACKETS
from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.calendar_rules import CalendarChoice, CalendarRules, Direction
from tt_integrations.domain.model.channel_book import OpenChannel, missing_channels, open_channels
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.events import Channel
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.care_for_channels import CareForChannels
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.channel_keeper import ChannelKeeper
from tt_integrations.domain.usecases.close_channels import CloseChannels
from tt_integrations.domain.usecases.disconnect import Disconnect
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore

PROVIDER, SEAL = "acme_calendars", "seal"
HERE = "https://tt.example/calendars/acme"


class BoardDialect:
    """As much of the port `Dialect` as channels need."""

    signing_secret, token = SEAL, "token"

    def bindings(self, settings: Mapping[str, Any]) -> Sequence[tuple[Address, bool]]:
        return [(Address(each["id"]), False) for each in settings.get("channels") or ()]

    def unlinked(self) -> Mapping[str, object]:
        return {}


class BoardSettings:
    """Implements the port `CalendarSettings`. Settings: `read` (ids of calendars), `direction`."""

    def rules(self, settings: Mapping[str, Any]) -> CalendarRules:
        chosen = tuple(CalendarChoice(each, None) for each in settings.get("read", ()))
        return CalendarRules(
            chosen, "a", IN_BRACKETS, Direction(settings.get("direction", "import"))
        )


@define
class Switchboard:
    """As much of the port `Calendar` as channels need. `refusals` by calendar, or for `unwatch`; `lasting` at most."""

    clock: FixedClock = field(factory=FixedClock)
    in_transaction: Callable[[], bool] = field(default=lambda: False)
    lasting: timedelta = timedelta(days=30)
    refusals: dict[str, IntegrationError] = field(factory=dict)
    told: list[tuple[Channel, str, str]] = field(factory=list)
    calls: list[str] = field(factory=list)
    open: dict[str, str] = field(factory=dict)
    takes: float = 0.0

    def watch(self, access: Access, channel: Channel, address: str, secret: str) -> Channel:
        assert access.token
        self._called(channel.calendar)
        self.told.append((channel, address, secret))
        self.open[channel.id] = channel.calendar
        ends = min(channel.expires, self.clock.now() + self.lasting)
        return evolve(channel, resource=f"r-{channel.id}", expires=ends)

    def unwatch(self, access: Access, channel: Channel) -> None:
        assert access.token
        self._called("unwatch")
        assert channel.resource == f"r-{channel.id}"
        self.open.pop(channel.id, None)

    def _called(self, what: str) -> None:
        assert not self.in_transaction()
        self.calls.append(what)
        self.clock.advance(self.takes)
        if what in self.refusals:
            raise self.refusals[what]


@define
class Watchtower:
    """Ada's connection reads the calendar `a`."""

    store: MemoryStore = field(factory=MemoryStore)
    board: Switchboard = field(factory=Switchboard)
    reachable: bool = True
    token: str = "t0ken"
    connection: Connection = field(init=False)
    _ids: Iterator[int] = field(factory=lambda: count(1))
    _secrets: Iterator[int] = field(factory=lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.board.in_transaction = self.store.unit_of_work.published.writing.locked
        owner = self.store.add_person("Ada")
        new = NewConnection(ConnectionKey("key"), PROVIDER, owner.id, "A", ConnectionState.ACTIVE)
        with self.store.unit_of_work() as tx:
            self.connection = tx.connections.add(new)
            tx.commit()
        self.set(read=["a"], email="ada@example.org")

    @property
    def keeper(self) -> ChannelKeeper:
        return ChannelKeeper(
            self.store.unit_of_work,
            VAULT,
            StoreSettings(VAULT),
            {PROVIDER: BoardDialect()},  # type: ignore[dict-item]  # as much of it as is needed
            {PROVIDER: self.board},  # type: ignore[dict-item]
            lambda: f"secret-{next(self._secrets)}",
        )

    @property
    def care(self) -> CareForChannels:
        return CareForChannels(
            unit_of_work=self.store.unit_of_work,
            clock=self.board.clock,
            access=self.access,
            calendars={PROVIDER: self.board},  # type: ignore[dict-item]
            settings={PROVIDER: BoardSettings()},
            keeper=self.keeper,
            fresh_id=lambda: f"c{next(self._ids)}",
            address_of=lambda _: HERE if self.reachable else None,
        )

    @property
    def disconnect(self) -> Disconnect:
        dialects: Any = {PROVIDER: BoardDialect()}
        close = CloseChannels(self.access, self.keeper)
        work, store = self.store.unit_of_work, StoreSettings(VAULT)
        return Disconnect(work, VAULT, dialects, {}, {}, store, [close])

    def access(self, connection: Connection) -> Access:
        if not self.token:
            raise NotConnected("no token is stored")
        return Access(self.token, f"connection {connection.id}")

    def cared(self) -> Cared | None:
        return self.care(self.again())

    def set(self, **settings: object) -> None:
        with self.store.unit_of_work() as tx:
            stands = tx.connections.find(self.connection.id)
            assert stands
            dialect: Any = BoardDialect()
            StoreSettings(VAULT)(tx, dialect, stands, Changes(settings))
            tx.commit()

    def put(self, state: ConnectionState) -> None:
        with self.store.unit_of_work() as tx:
            tx.connections.move(self.connection.id, state)
            tx.commit()

    def again(self) -> Connection:
        with self.store.unit_of_work.reading() as tx:
            found = tx.connections.find(self.connection.id)
        assert found
        return found

    def known(self) -> list[OpenChannel]:
        return list(open_channels(self.again().settings))

    def ids(self) -> list[str]:
        return [each.channel.id for each in self.known()]

    def missing(self) -> Mapping[str, str]:
        return missing_channels(self.again().settings)

    def routes(self, address: str) -> list[ConnectionId]:
        with self.store.unit_of_work.reading() as tx:
            return [each.connection.id for each in tx.addresses.routes(PROVIDER, Address(address))]

    def later(self, **length: float) -> None:
        self.board.clock.advance(timedelta(**length).total_seconds())

    def calls(self) -> list[str]:
        """Those made since this was asked last."""
        made, self.board.calls = self.board.calls, []
        return made

    def owner(self) -> Person:
        with self.store.unit_of_work.reading() as tx:
            assert self.connection.owner
            found = tx.people.find(self.connection.owner)
        assert found
        return found
