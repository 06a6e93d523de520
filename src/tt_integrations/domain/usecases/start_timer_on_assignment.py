"""The step by which who is assigned to an issue works on its task, and who is unassigned stops.

Only a login that somebody proved to be their own, by a connection of their own, is anybody here; and to their own
connection, an owner is whoever they say.
"""

from __future__ import annotations

from datetime import timedelta

from attrs import field, frozen

from tt_integrations.domain.errors import Conflict, HostRefused
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.issue_merging import known
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.storable import storable
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import Task, TimeEntry, Timer
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.choose_work import Work
from tt_integrations.domain.usecases.issue_decisions import ASSIGNED, UNASSIGNED, UpsertIssue
from tt_integrations.domain.usecases.settle_task import card_of
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, begin
from tt_integrations.ports.unit_of_work import Reading, Transaction

TITLE_LENGTH = 160
AT_ONCE = timedelta(minutes=15)
"""So old an assignment may be to start a timer: whoever took it up since then told the clock themselves."""


@frozen
class TimerBegun:
    timer: Timer


@frozen
class TimerEnded:
    entry: TimeEntry


@frozen
class NobodyProved:
    """Nobody here has shown that the login is theirs."""

    login: str


@frozen
class AlreadyBusy:
    """Another timer is under way, and was left alone."""

    timer: Timer


@frozen
class NotAllowed:
    """The person is deactivated, or may not use the task's project."""

    login: str


@frozen
class AgainstRules:
    """A rule of the host's own forbids the start or the stop."""


@frozen
class LeftAlone:
    """There is no open task, the assignment was undone since, or the person is not at work on the task."""


@frozen
class TooLate:
    """The assignment was told so long after it happened that the clock would count the wrong hours."""


@frozen
class Off:
    """Nobody was assigned or unassigned, or the owner does not want timers for it."""


TimerDecision = (
    TimerBegun
    | TimerEnded
    | NobodyProved
    | AlreadyBusy
    | NotAllowed
    | AgainstRules
    | LeftAlone
    | TooLate
    | Off
)


@frozen
class StartTimerOnAssignment:
    """Called inside a transaction, after the issue's task is up to date. Nothing is committed."""

    announce: Announce = field(factory=Announce)

    def __call__(self, tx: Transaction, command: UpsertIssue, login: str | None) -> TimerDecision:
        starts = command.action == ASSIGNED and command.rules.starts_timer
        stops = command.action == UNASSIGNED and command.rules.stops_timer
        if login is None or not (starts or stops):
            return Off()
        task = _task(tx, command, login)
        if task is None:
            return LeftAlone()
        if starts and command.now - command.issue.updated > AT_ONCE:
            return TooLate()
        person = proved(tx, command, login)
        if person is None:
            return NobodyProved(login)
        try:
            if stops:
                return self._stop(tx, command, person, task)
            return self._start(tx, command, person, task) or NotAllowed(login)
        except HostRefused:  # the issue's task stays up to date
            return AgainstRules()

    def _start(
        self, tx: Transaction, command: UpsertIssue, person: Person, card: TaskCard
    ) -> TimerBegun | AlreadyBusy | None:
        """None when the person may not."""
        usable = tx.projects.usable_by(person) if person.active else ()
        project = next((each for each in usable if each.id == card.project), None)
        if project is None:
            return None
        if running := tx.timers.running(person.id):
            return AlreadyBusy(running)
        work = Work(project, Task(card.id, card.name), note_on(command.current))
        timer = begin(tx, person, work, command.now)
        if isinstance(timer, AlreadyRunning):
            return AlreadyBusy(timer.timer)
        self.announce(tx, TimerStarted(timer), command.now)
        return TimerBegun(timer)

    def _stop(
        self, tx: Transaction, command: UpsertIssue, person: Person, card: TaskCard
    ) -> TimerEnded | LeftAlone:
        timer = tx.timers.running(person.id)
        if timer is None or timer.task is None or timer.task.id != card.id:
            return LeftAlone()
        entry = timer.stopped(command.now, person.rounding)
        try:
            tx.timers.stop(entry)
        except Conflict:  # stopped elsewhere between our look and our stop
            return LeftAlone()
        self.announce(tx, TimerStopped(entry), command.now)
        return TimerEnded(entry)


def proved(tx: Reading, command: UpsertIssue, login: str) -> Person | None:
    """Who of the people here has that login. The connection's owner, if they say so, or if several showed that they
    do."""
    connection = command.connection
    if connection.owner is not None and login.casefold() in command.rules.owner_logins:
        return tx.people.find(connection.owner)
    routes = tx.addresses.routes(
        connection.provider, Address(storable(f"login:{login.casefold()}"))
    )
    people = [
        route.person
        for route in routes
        if route.person is not None
        and route.person == route.connection.owner  # nobody is anybody by another one's word
        and route.connection.state.works
    ]
    if not people:
        return None
    return tx.people.find(connection.owner if connection.owner in people else people[0])


def note_on(issue: Issue) -> str:
    title = issue.title.strip()[:TITLE_LENGTH].strip()
    return storable(f"{issue.repository.name}#{issue.number}: {title}")


def _task(tx: Reading, command: UpsertIssue, login: str) -> TaskCard | None:
    """The issue's open task, or the one to be stopped; None where newer news say otherwise of the login."""
    link = tx.links.at(command.connection.id, Kind.ISSUE, command.current.remote)
    if link is None or link.gone:
        return None
    card = card_of(tx, link)
    if card is None:
        return None
    assigned = command.action == ASSIGNED
    if (login.casefold() in known(link.base).assignees) != assigned:
        return None
    return None if assigned and card.closed else card
