"""A desk where news of issues arrive: a time tracker in memory, one connection, two repositories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from attrs import Factory, define, evolve, field

from keyboard import Announced
from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.delivery import DeliveryId, IssueNews
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue, Repository
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Decided, Run, RunsWanted
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import NewTimer, Project, TaskId, Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import Decision
from tt_integrations.domain.usecases.receive_issue import IssueHandled, IssueHeard, ReceiveIssue
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    StartTimerOnAssignment,
    TimerDecision,
)
from tt_integrations.ports.unit_of_work import UnitOfWork
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore

PROVIDER = "acme_connector"
WEB, MOBILE = Repository(1, "Acme/Web"), Repository(2, "acme/mobile")
ELSEWHERE = Repository(3, "acme/elsewhere")


def legacy(number: int) -> str:
    return f"acme_issue_{number}"


def minute(number: int) -> datetime:
    return MORNING + timedelta(minutes=number)


def issue(number: int = 7, at: int = 0, repository: Repository = WEB, **other: Any) -> Issue:
    """Open, without labels, as it was so many minutes after MORNING."""
    plain = Issue(
        repository=repository,
        number=number,
        title="Paint the door",
        body="It is grey.",
        closed=False,
        not_planned=False,
        labels=(),
        milestone=None,
        assignees=(),
        updated=minute(at),
        address=f"https://acme.test/{repository.name}/{number}",
    )
    return evolve(plain, **other)


def closed(at: int, number: int = 7, **other: Any) -> Issue:
    return issue(number, at, closed=True, closed_at=minute(at), **other)


@define
class IssueDesk:
    """Each piece of news is a new delivery, unless it is said which. Repositories go to projects of that name."""

    ground: Ground = Factory(MemoryStore)
    clock: FixedClock = Factory(FixedClock)
    announced: Announced = Factory(Announced)
    owner: Person = field(init=False)
    web: Project = field(init=False)
    mobile: Project = field(init=False)
    connection: Connection = field(init=False)
    rules: IssueRules = field(init=False)
    _numbers: Iterator[int] = Factory(lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.owner = self.ground.add_person("Ada")
        self.web = self.ground.add_project(self.owner, "Web")
        self.mobile = self.ground.add_project(self.owner, "Mobile")
        self.connection = self.connect(self.owner)
        projects = {"acme/web": self.web.id, MOBILE.id: self.mobile.id}
        self.rules = IssueRules(projects, legacy)

    @property
    def work(self) -> UnitOfWork:
        return self.ground.unit_of_work

    def connect(self, owner: Person, login: str | None = None) -> Connection:
        """A connection of that person, by which they proved their login."""
        key = ConnectionKey(f"key-{next(self._numbers)}")
        new = NewConnection(key, PROVIDER, owner.id, "Acme", ConnectionState.ACTIVE)
        with self.work() as tx:
            connection = tx.connections.add(new)
            if login:
                tx.addresses.bind(connection.id, Address(f"login:{login}"), owner.id)
            tx.commit()
        return connection

    def hear(
        self, action: str, issue: Issue, delivery: str | None = None, **other: Any
    ) -> IssueHandled | HandledBefore:
        name = DeliveryId(delivery or f"delivery {next(self._numbers)}")
        work = other.pop("work", self.work)
        connection = other.pop("connection", self.connection)
        news = IssueNews(name, action, issue, **other)
        receive = ReceiveIssue(work, StartTimerOnAssignment(self.announced))
        return receive(IssueHeard(connection, news, self.rules, self.clock.now()))

    def decide(self, action: str, issue: Issue, **other: Any) -> Decision:
        """What is decided on new news."""
        handled = self.hear(action, issue, **other)
        assert isinstance(handled, IssueHandled)
        return handled.decision

    def clocked(
        self, action: str, issue: Issue, login: str = "Ada-L", **other: Any
    ) -> TimerDecision:
        """What becomes of a timer at the news."""
        handled = self.hear(action, issue, login=login, **other)
        assert isinstance(handled, IssueHandled)
        return handled.timer

    def tasks(self) -> list[TaskCard]:
        """All there are, by id."""
        with self.work.reading() as tx:
            cards = (tx.tasks.find(TaskId(number)) for number in range(1, 30))
            return [card for card in cards if card]

    def task(self) -> TaskCard:
        [only] = self.tasks()
        return only

    def runs(self) -> list[Run]:
        """Those of the connection, newest first."""
        with self.work.reading() as tx:
            return list(tx.runs.newest(RunsWanted(connection=self.connection.id)))

    def decisions(self, run: Run) -> list[Decided]:
        with self.work.reading() as tx:
            return [each.decided for each in tx.runs.decided(run.id)]

    def edit(self, card: TaskCard, **by_hand: Any) -> TaskCard:
        """What a person does in the tracker."""
        becomes = evolve(card, **by_hand)
        with self.work() as tx:
            tx.tasks.change(card, becomes)
            tx.commit()
        return becomes

    def start(self, person: Person, project: Project) -> Timer:
        with self.work() as tx:
            timer = tx.timers.start(NewTimer(person.id, project, self.clock.now()))
            tx.commit()
        return timer

    def running(self, person: Person) -> Timer | None:
        with self.work.reading() as tx:
            return tx.timers.running(person.id)


def clocking_desk() -> IssueDesk:
    """Ada showed that she is ada-l, and wants timers started and stopped."""
    desk = IssueDesk()
    desk.connect(desk.owner, "ada-l")
    desk.rules = evolve(desk.rules, starts_timer=True, stops_timer=True)
    return desk
