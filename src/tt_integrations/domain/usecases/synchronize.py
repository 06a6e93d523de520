"""A connection is brought up to date, whatever its provider keeps."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.usecases.calendar_terms import NoCalendars
from tt_integrations.domain.usecases.sync_calendar import SyncCalendar
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncIssues, SyncWanted


@frozen
class Synchronize:
    """Raises what SyncIssues and SyncCalendar raise. Calls the provider, so never inside a transaction."""

    issues: SyncIssues
    calendar: SyncCalendar

    def __call__(self, command: SyncWanted) -> Synced | NotSynced:
        outcome = self.calendar(command)
        return self.issues(command) if isinstance(outcome, NoCalendars) else outcome
