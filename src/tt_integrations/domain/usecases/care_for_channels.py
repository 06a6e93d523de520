"""Each calendar that is read has a channel, by which its provider tells us that something changed there.

A channel ends by itself and cannot be made to last: before it does, another one takes over. What is told while there
is none, or gets lost, the next sync finds all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
)
from tt_integrations.domain.model.channel_book import (
    OpenChannel,
    account_of,
    missing_channels,
    open_channels,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.events import Channel
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.channel_keeper import ChannelKeeper
from tt_integrations.ports.calendar import Calendar, CalendarSettings
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

LASTS = timedelta(days=7)
"""For so long a channel is asked for; the provider may give less."""
BEFORE_ITS_END = timedelta(days=1)
"""So long before its end another one takes over: a sync has many chances meanwhile."""
PATIENCE = timedelta(seconds=30)
"""So long new calls are begun: a sync follows, and the lease of a job is for both."""


@frozen
class CareForChannels:
    """Where a channel is not allowed, the reason is noted by its calendar, and it is tried again once a day. Raises
    SecretUnreadable, and what the calendar raises otherwise. Calls the provider, so never inside a transaction.

    `address_of` gives the address at which a connection is told of what happens, None where no provider can reach
    it. `calendars` and `settings` by the providers' keys.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    access: Callable[[Connection], Access]
    calendars: Mapping[str, Calendar]
    settings: Mapping[str, CalendarSettings]
    keeper: ChannelKeeper
    fresh_id: Callable[[], str]
    address_of: Callable[[Connection], str | None]
    patience: timedelta = PATIENCE

    def __call__(self, connection: Connection) -> Cared | None:
        """A connection that works, as it is now. None where nothing is to be done."""
        if connection.provider not in self.calendars:
            return None
        now, address = self.clock.now(), self.address_of(connection)
        read = self._read(connection) if address else ()
        lacking, stale = self._lacking(connection, read, now), _stale(connection, read)
        if not lacking and not stale:
            return None
        today = f"channels:{connection.id}:{now.date().isoformat()}"
        with self.unit_of_work.reading() as tx:
            due = tx.claims.note(today) is None
        missing = () if due else missing_channels(connection.settings)
        lacking = [each for each in lacking if each not in missing]
        cared = self._cared(connection, address or "", lacking)
        if due and cared.is_over:
            with self.unit_of_work() as tx:
                tx.claims.claim(today, now)
                tx.commit()
        self._stop(connection, stale)
        return cared

    def _read(self, connection: Connection) -> Sequence[str]:
        rules = self.settings[connection.provider].rules(connection.settings)
        return [each.id for each in rules.calendars] if rules.direction.imports else ()

    def _lacking(self, connection: Connection, read: Sequence[str], now: datetime) -> Sequence[str]:
        lasting = {
            each.channel.calendar
            for each in open_channels(connection.settings)
            if _is_own(each, connection) and each.channel.expires > now + BEFORE_ITS_END
        }
        return [calendar for calendar in read if calendar not in lasting]

    def _cared(self, connection: Connection, address: str, lacking: Sequence[str]) -> Cared:
        cared = Cared()
        if not lacking:
            return cared
        until = self.clock.now() + self.patience
        access, secret = self.access(connection), self.keeper.secret(connection)
        for calendar in lacking:
            if self.clock.now() >= until:
                return evolve(cared, is_over=False)
            wanted = Channel(self.fresh_id(), "", calendar, self.clock.now() + LASTS)
            try:
                opened = self.calendars[connection.provider].watch(access, wanted, address, secret)
            except (PermissionMissing, CallRejected, NotConnected, MalformedPayload) as trouble:
                self.keeper.note_missing(connection, calendar, str(trouble))
                continue
            former = self.keeper.store(connection, opened)
            self._stop(connection, former, access)
            cared = evolve(cared, hooks=cared.hooks + 1)
        return cared

    def _stop(
        self, connection: Connection, stale: Sequence[OpenChannel], access: Access | None = None
    ) -> None:
        own = [each for each in stale if _is_own(each, connection)]
        if own:
            self.keeper.stop(connection, own, access or self.access(connection))
        self.keeper.forget(connection, stale)


def _is_own(channel: OpenChannel, connection: Connection) -> bool:
    return channel.account == account_of(connection.settings)


def _stale(connection: Connection, read: Sequence[str]) -> Sequence[OpenChannel]:
    """Of calendars that are not read any more, or of another account."""
    return [
        each
        for each in open_channels(connection.settings)
        if each.channel.calendar not in read or not _is_own(each, connection)
    ]
