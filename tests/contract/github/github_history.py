"""Both ends of the whole way from GitHub to the tasks: a fake that people act on, and our use cases over a store in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field
from github_ground import HERE, NINE, Receiver, tracker_over
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from loft import VAULT
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.providers.github.provider import PROVIDER
from tt_integrations.domain.model.connection import Connection, ConnectionKey
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import TaskId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.sync_issues import Synced, SyncWanted
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.outside import Outside
from tt_integrations.testing.memory import MemoryStore

APP, SITE = "octo/app", "octo/site"
KEY = ConnectionKey("k1")
ACTS = ("open", "edit", "label", "close", "drop", "reopen", "assign", "delete", "transfer", "pull")
Sent = tuple[Mapping[str, str], bytes]


@define
class There:
    """GitHub's side: two repositories, and all deliveries that were written so far."""

    receiver: Receiver = field(factory=Receiver)
    fake: FakeGitHub = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.fake = FakeGitHub(ProviderClock(NINE), self.receiver)
        self.fake.add_user("octo")
        for name in (APP, SITE):
            self.fake.add_repository(name)
            self.fake.add_hook(name, HERE, secret="s", content_type="json", events=["issues"])
        self.receiver.got.clear()  # its pings

    @property
    def sent(self) -> Sequence[Sent]:
        return [
            ({name.lower(): value for name, value in headers.items()}, body)
            for _, headers, body in self.receiver.got
        ]

    def act(self, data: DataObject, what: str) -> None:
        """Something that somebody does, at least a second after what was done before."""
        self.fake.clock.advance(data.draw(st.sampled_from([1, 30, 3600])))
        repo = data.draw(st.sampled_from([APP, SITE]))
        issues = [each for each in self.fake.issues(repo) if not each.is_pull]
        if what == "pull":
            self.fake.open_pull_request(repo, "Pull")
        elif what == "open" or not issues:
            labels = data.draw(st.sampled_from([[], ["bug"], ["enhancement", "ui"]]))
            self.fake.open_issue(repo, data.draw(st.sampled_from("ABC")), labels=labels)
        else:
            issue = data.draw(st.sampled_from(issues))
            # to close it once more, for another reason, is told by no webhook
            if issue.state == "open" or what not in ("close", "drop"):
                self._change(data, what, repo, issue.number)

    def _change(self, data: DataObject, what: str, repo: str, number: int) -> None:
        match what:
            case "edit":
                self.fake.edit_issue(repo, number, title=data.draw(st.sampled_from("DEF")))
            case "label":
                self.fake.label(repo, number, data.draw(st.sampled_from(["bug", "enhancement"])))
            case "close":
                self.fake.close_issue(repo, number)
            case "drop":
                self.fake.close_issue(repo, number, reason="not_planned")
            case "reopen":
                self.fake.reopen_issue(repo, number)
            case "assign":
                self.fake.assign(repo, number, "octo")
            case "delete":
                self.fake.delete_issue(repo, number)
            case "transfer":
                self.fake.transfer_issue(repo, number, SITE if repo == APP else APP)


@define
class Here:
    """Our side of it: the use cases as the container puts them together, over a store in memory."""

    there: There
    store: MemoryStore = field(factory=MemoryStore)
    application: Application = field(init=False)
    connection: Connection = field(init=False)

    def __attrs_post_init__(self) -> None:
        fake = self.there.fake
        trackers = {PROVIDER.key: tracker_over(fake, fake.transport)}
        outside = Outside(trackers=trackers)
        parts = Parts(self.store.unit_of_work, VAULT, fake.clock, outside=outside)
        self.application = build(parts)
        owner = self.store.add_person("Octo")
        project = self.store.add_project(owner, "App")
        watched = [{"name": name, "project": project.id} for name in (APP, SITE)]
        self.connection = self.application.connect(
            NewProviderConnection(
                owner=owner.id,
                provider=PROVIDER.key,
                name="GitHub",
                key=KEY,
                settings={"repositories": watched},
                secrets={"webhook_secret": "s", "github_token": fake.add_token("octo")},
            )
        )

    def hear(self, sent: Sequence[Sent]) -> None:
        for headers, body in sent:
            self.application.receive(Delivery(PROVIDER.key, headers, body, KEY))

    def sync(self) -> Synced:
        """Until nothing is left to be read."""
        outcome = self.application.sync(SyncWanted(self.connection.id, "test"))
        assert isinstance(outcome, Synced)
        return outcome

    def cards(self) -> dict[str, TaskCard]:
        """The tasks by the issues that they follow."""
        with self.store.unit_of_work.reading() as tx:
            links = tx.links.under(self.connection.id, Kind.ISSUE, "")
            cards = {
                link.remote: tx.tasks.find(TaskId(link.ours)) for link in links if not link.gone
            }
        return {remote: card for remote, card in cards.items() if card}

    def others(self) -> list[TaskCard]:
        """The tasks that follow no issue any more."""
        followed = {card.id for card in self.cards().values()}
        with self.store.unit_of_work.reading() as tx:
            found = [tx.tasks.find(TaskId(number)) for number in range(1, 100)]
        return [card for card in found if card and card.id not in followed]


def written(here: Here) -> dict[str, Mapping[str, Any]]:
    """What the tasks say, whatever their numbers: those tell in which order they were made."""
    names = (
        "name",
        "description",
        "status",
        "priority",
        "tags",
        "reference",
        "completed",
        "project",
    )
    return {
        remote: {name: getattr(card, name) for name in names}
        for remote, card in here.cards().items()
    }


def disturbed(data: DataObject, sent: Sequence[Sent]) -> list[Sent]:
    """Some of it lost, some of it twice, and in any order."""
    kept = [each for each in sent if data.draw(st.integers(0, 2))]
    copies = data.draw(st.lists(st.sampled_from(kept), max_size=4)) if kept else []
    return data.draw(st.permutations([*kept, *copies]))


def in_order(there: There) -> dict[str, Mapping[str, Any]]:
    here = Here(there)
    here.hear(there.sent)
    return written(here)
