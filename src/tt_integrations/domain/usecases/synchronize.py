"""A connection is brought up to date, whatever its provider keeps."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncIssues, SyncWanted
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class Synchronize:
    """`trackers` and `calendars`: the keys of the providers that keep issues, and of those that keep calendars. Raises
    what SyncIssues and SyncCalendar raise. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    issues: SyncIssues
    calendar: SyncCalendar
    trackers: Collection[str]
    calendars: Collection[str]

    def __call__(self, command: SyncWanted) -> Synced | NotSynced:
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.find(command.connection)
        if connection is None:
            return NotSynced("there is no such connection")
        if connection.provider in self.calendars:
            return self.calendar(command)
        if connection.provider in self.trackers:
            return self.issues(command)
        return NotSynced("the provider keeps nothing that can be synced")
