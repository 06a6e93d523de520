"""The host's side: people, projects, timers and entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tt_integrations.domain.model.changes import Change
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.tasks import NewTask, TaskCard
from tt_integrations.domain.model.timesheet import (
    NewEntry,
    NewTimer,
    Project,
    ProjectId,
    Task,
    TaskId,
    TimeEntry,
    Timer,
)


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


class Tasks(Protocol):
    def open_in(self, project: ProjectId) -> Sequence[Task]:
        """The project's tasks that are neither done nor cancelled, by name (letter case ignored), then id."""
        ...

    def find(self, task: TaskId) -> TaskCard | None:
        """The task of that id, in any status; None when there is none."""
        ...

    def referenced(self, project: ProjectId, reference: str) -> TaskCard | None:
        """The project's oldest task of exactly that reference, in any status; None when there is none."""
        ...

    def add(self, new: NewTask) -> TaskCard:
        """Make a task, assigned to nobody."""
        ...

    def change(self, was: TaskCard, becomes: TaskCard) -> None:
        """Let the task be as `becomes`: all that is written on it, but its project.

        Raises Conflict, and changes nothing, when it is not as `was` any more, or gone.
        """
        ...


class Timers(Protocol):
    """Where a rule of the host's own forbids a change, it raises HostRefused, and changes nothing."""

    def running(self, person: PersonId) -> Timer | None:
        """The timer under way, paused or not, with its project and task; None when there is none."""
        ...

    def start(self, new: NewTimer) -> Timer:
        """Begin a timer, which is then what `running` returns.

        Raises Conflict, and starts nothing, when the person has one under way already.
        """
        ...

    def stop(self, entry: TimeEntry) -> None:
        """End the timer of `entry.id`, which becomes that finished entry.

        Raises Conflict, and changes nothing, when it is no longer running.
        """
        ...

    def change(self, was: Timer, becomes: Timer) -> None:
        """Pause or resume the running timer, or change its note.

        Raises Conflict, and changes nothing, when it does not run as `was` any more.
        """
        ...


class TimeEntries(Protocol):
    """Where a rule of the host's own forbids a change, it raises HostRefused, and changes nothing."""

    def within(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        """The person's finished entries that overlap `span`, whole, in the order they began, then by id.

        An entry that ends as the span starts, or starts as it ends, does not overlap it.
        """
        ...

    def reserve(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        """As `within`, and whoever else reserves for the same person waits until this transaction ends: of several who
        look for free time none adds to what another one found."""
        ...

    def add(self, new: NewEntry) -> TimeEntry:
        """Write finished work down, as a person's own manual entry. It may overlap others. Whether that time is locked
        `EntryCards.locks` says."""
        ...

    def take_back(self, change: Change) -> Lock | None:
        """Let the entry stand as `change.before` again, or not at all when that is None. A finished one that is locked
        stays as it is, and its lock is the answer; None: it was taken back.

        Raises Conflict, and changes nothing, when it does not stand as `change.after` any more, or when it would
        run again while another timer of the person runs.
        """
        ...
