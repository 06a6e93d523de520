"""Pigeons that carry news of issues and repositories, and a loft that hears them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from issue_desk import WEB, issue, legacy
from loft import VAULT, Loft
from pigeon import KEY, PigeonDialect, pigeon
from tt_integrations.domain.model.connection import Address, Changes, Connection
from tt_integrations.domain.model.delivery import (
    Arrival,
    Delivery,
    DeliveryId,
    IssueNews,
    RepositoryNews,
)
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Repository, Watched
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Run, RunsWanted
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import Project, TaskId
from tt_integrations.domain.model.work import Job
from tt_integrations.domain.usecases.handle_delivery import HandleKeptDelivery
from tt_integrations.domain.usecases.hear_news import HearNews
from tt_integrations.domain.usecases.hear_repository import HearRepository
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.receive_issue import ReceiveIssue
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.unit_of_work import UnitOfWork

SECRET_TITLE = "Paint the secret door"
"""Of every issue a pigeon tells of: what people wrote, and is for no log."""


def of_issue(action: str, name: str = "1", at: int = 0, **said: Any) -> Delivery:
    """The delivery of that name: issue 7 of WEB, as it was so many minutes after MORNING."""
    repository = said.pop("repository", WEB)
    place = {"repository": repository.id, "name": repository.name}
    return pigeon("issue", id=name, action=action, at=at, **place, **said)


def of_repository(action: str, repository: Repository = WEB, name: str = "1") -> Delivery:
    place = {"repository": repository.id, "name": repository.name}
    return pigeon("repository", id=name, action=action, **place)


@frozen
class Broken:
    """A database, or a mistake of ours, that fails in this way."""

    error: Exception

    def __call__(self) -> Any:
        raise self.error

    def reading(self) -> Any:
        raise self.error


class CourierDialect(PigeonDialect):
    """`repositories` among the settings: by the owner's names, each with its `project` and what is learnt."""

    def read(self, delivery: Delivery) -> Arrival:
        told = _told(delivery)
        match told["kind"]:
            case "issue":
                about = issue(7, told["at"], _repository(told), title=SECRET_TITLE)
                return IssueNews(DeliveryId(told["id"]), told["action"], about)
            case "repository":
                return RepositoryNews(DeliveryId(told["id"]), told["action"], _repository(told))
        return super().read(delivery)

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        known = [entry for entry in _entries(settings).values() if entry.get("id")]
        learnt = [(Address(f"repo:{entry['id']}"), False) for entry in known]
        return [*super().bindings(settings), *learnt]


class CourierSettings:
    """Of `repositories` as the dialect has them."""

    def rules(self, settings: Mapping[str, object]) -> IssueRules:
        entries = _entries(settings)
        by_name = {name.lower(): entry["project"] for name, entry in entries.items()}
        by_id = {entry["id"]: entry["project"] for entry in entries.values() if "id" in entry}
        return IssueRules(by_name | by_id, legacy)

    def watched(self, settings: Mapping[str, object]) -> Sequence[Watched]:
        return [Watched(name, entry.get("id")) for name, entry in _entries(settings).items()]

    def learnt(
        self, settings: Mapping[str, object], name: str, found: Watched | None
    ) -> Mapping[str, object]:
        entries = _entries(settings)
        learnt = {"id": found.id, "called": found.called} if found else {}
        return {"repositories": {**entries, name: {"project": entries[name]["project"], **learnt}}}


def _told(delivery: Delivery) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(delivery.body)
    return told


def _repository(told: Mapping[str, Any]) -> Repository:
    return Repository(told["repository"], told["name"])


def _entries(settings: Mapping[str, object]) -> dict[str, dict[str, Any]]:
    entries = settings.get("repositories")
    return entries if isinstance(entries, dict) else {}


DIALECT, SETTINGS = CourierDialect(), CourierSettings()


@define
class Couriers:
    """Ada's connection, whose issues of "Acme/Web" become tasks of the project Web. `troubles` are what was reported.

    `work` is where news are acted upon, the loft's own unless a test says otherwise.
    """

    loft: Loft = Factory(Loft)
    troubles: list[tuple[str, Exception]] = Factory(list)
    work: UnitOfWork = field(init=False)
    owner: Person = field(init=False)
    web: Project = field(init=False)
    connection: Connection = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.work = self.store
        self.owner = self.loft.person("Ada")
        self.web = self.loft.store.add_project(self.owner, "Web")
        self.connection = self.loft.connect(self.owner, "ann")
        self.watch({"Acme/Web": {}})

    @property
    def store(self) -> UnitOfWork:
        return self.loft.store.unit_of_work

    @property
    def hear(self) -> HearNews:
        return HearNews(
            unit_of_work=self.store,
            issue=ReceiveIssue(self.work),
            repository=HearRepository(
                self.work, StoreSettings(VAULT), {KEY: DIALECT}, {KEY: SETTINGS}
            ),
            issue_settings={KEY: SETTINGS},
            trouble=lambda what, error: self.troubles.append((what, error)),
        )

    @property
    def receive(self) -> ReceiveDelivery:
        return evolve(self.loft.receive, dialects={KEY: DIALECT}, hear=self.hear)

    @property
    def handle(self) -> HandleKeptDelivery:
        return HandleKeptDelivery(self.store, self.loft.clock, {KEY: DIALECT}, self.hear)

    def watch(self, repositories: Mapping[str, Mapping[str, object]]) -> None:
        """These, instead of all before; their issues become tasks of Web."""
        entries = {name: {"project": self.web.id, **it} for name, it in repositories.items()}
        with self.store() as tx:
            changes = Changes({"repositories": entries})
            StoreSettings(VAULT)(tx, DIALECT, self.again(), changes)
            tx.commit()
        self.connection = self.again()

    def again(self) -> Connection:
        return self.loft.again(self.connection)

    def entries(self) -> Mapping[str, Mapping[str, object]]:
        """What is known of each repository, without its project."""
        entries = _entries(self.again().settings)
        return {
            name: {key: each for key, each in entry.items() if key != "project"}
            for name, entry in entries.items()
        }

    def tasks(self) -> list[TaskCard]:
        with self.store.reading() as tx:
            found = [tx.tasks.find(TaskId(number)) for number in range(1, 10)]
            return [card for card in found if card]

    def runs(self) -> list[Run]:
        """Newest first."""
        with self.store.reading() as tx:
            return list(tx.runs.newest(RunsWanted(connection=self.connection.id)))

    def sentences(self, run: Run) -> list[str]:
        with self.store.reading() as tx:
            return [each.decided.sentence for each in tx.runs.decided(run.id)]

    def take(self, after: float = 0) -> Job | None:
        """The job that is due after so many seconds."""
        self.loft.clock.advance(after)
        with self.store() as tx:
            job = tx.jobs.take(self.loft.clock.now(), timedelta(minutes=2))
            tx.commit()
        return job
