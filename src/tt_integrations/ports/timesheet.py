"""The host's side: people, projects, timers and entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import Project, TimeEntry, Timer


class People(Protocol):
    def find(self, person: PersonId) -> Person | None:
        """The person of that id, deactivated ones included; None when there is nobody."""
        ...


class Projects(Protocol):
    def usable_by(self, person: Person) -> Sequence[Project]:
        """The active projects this person may book time on, by name (letter case ignored), then id.

        Somebody who `sees_all` may use every active project; anybody else those the host grants them.
        """
        ...


class Timers(Protocol):
    def running(self, person: PersonId) -> Timer | None:
        """The timer under way, paused or not, with its project; None when there is none."""
        ...

    def start(self, person: PersonId, project: Project, at: datetime) -> Timer:
        """Begin a timer at `at`, which is then what `running` returns.

        Raises Conflict, and starts nothing, when the person has one under way already.
        """
        ...

    def stop(self, entry: TimeEntry) -> None:
        """End the timer of `entry.id`, which becomes that finished entry.

        Raises Conflict, and changes nothing, when it is no longer running.
        """
        ...


class TimeEntries(Protocol):
    def within(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        """The person's finished entries that overlap `span`, whole, in the order they began, then by id.

        An entry that ends as the span starts, or starts as it ends, does not overlap it.
        """
        ...
