"""A connection is brought up to date, whatever its provider keeps."""

from __future__ import annotations

from functools import partial
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.calendar_terms import CalendarSync, NoCalendars
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import (
    IssueSync,
    NotSynced,
    Synced,
    SyncIssues,
    SyncWanted,
)

Found = CalendarSync | IssueSync


@frozen
class Synchronize:
    """Raises what SyncIssues and SyncCalendar raise, and ProviderUnavailable, without a call, while the provider wants
    to be left alone. Calls the provider, so never inside a transaction."""

    issues: SyncIssues
    calendar: SyncCalendar
    settle: SettleConnection

    def __call__(self, command: SyncWanted) -> Synced | NotSynced:
        return self.settle(command.connection, partial(self._synced, command))

    def find(self, number: ConnectionId) -> Found | NotSynced:
        found = self.calendar.find(number)
        return self.issues.find(number) if isinstance(found, NoCalendars) else found

    def carry_out(self, found: Found, cause: str) -> Synced:
        """`found` a moment ago."""
        match found:
            case CalendarSync():
                return self.calendar.carry_out(found, cause)
            case IssueSync():
                return self.issues.carry_out(found, cause)
            case unknown:
                assert_never(unknown)

    def _synced(self, command: SyncWanted) -> Synced | NotSynced:
        found = self.find(command.connection)
        if isinstance(found, NotSynced):
            return found
        self.settle.check(found.connection)
        outcome = self.carry_out(found, command.cause)
        if not outcome.asks:
            self.settle.went(found.connection, outcome.trouble)
        return outcome
