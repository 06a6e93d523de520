"""A time tracker in memory that the fake Slack calls in process, and that calls the fake back."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from attrs import define, evolve, field

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.fake.messages import Ephemeral
from tt_integrations.adapters.replies import Replies
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.model.connection import Connection, ConnectionKey
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.outside import Outside
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore

VAULT = AesGcmVault({"k1": new_key()})
ORIGIN = "https://slack.test"
SIGNING = "fake-signing-secret"


@define
class Desk:
    """Replies that follow are sent once the answer is there, by `follow`: nothing happens by itself."""

    store: MemoryStore = field(factory=MemoryStore)
    waiting: list[tuple[str, Answer]] = field(factory=list)
    slack: FakeSlack = field(init=False)
    application: Application = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.slack = FakeSlack(
            request_url="https://tt.test/slack", call=self._called, clock=FixedClock()
        )
        outside = Outside(replies=lambda address, answer: self.waiting.append((address, answer)))
        parts = Parts(self.store.unit_of_work, VAULT, self.slack.clock, outside=outside)
        self.application = build(parts)

    def person(self, name: str, slack_user: str) -> Person:
        """Somebody with a connection of their own, linked to their Slack user."""
        person = self.store.add_person(name, zone=ZoneInfo("Europe/Berlin"), sees_all=True)
        self.connect(person, slack_user)
        return person

    def connect(self, person: Person, slack_user: str | None) -> Connection:
        return self.application.connect(
            NewProviderConnection(
                owner=person.id,
                provider="slack_connector",
                name="Slack",
                key=ConnectionKey(f"key-of-{person.id}"),
                settings={"team_id": "T0SANDBOX", "linked_slack_user_id": slack_user},
                secrets={"signing_secret": SIGNING},
            )
        )

    def archive(self, project: Project) -> None:
        """What the host does to a project that is over."""
        with self.store.unit_of_work() as tx:
            row = tx.tables.projects[project.id]
            tx.tables.projects[project.id] = evolve(row, status="archived")
            tx.commit()

    def types(self, text: str, user: str) -> Ephemeral:
        """What the user reads for what they typed."""
        answer = self.slack.slash(f"/tt {text}".strip(), user)
        assert answer.status == 200
        return self.last(user)

    def presses(self, button: str, user: str, on: Ephemeral) -> Ephemeral:
        """What the user reads once they pressed a button of a message that they were shown."""
        self.click(button, user, on)
        return self.last(user)

    def click(self, button: str, user: str, on: Ephemeral) -> None:
        answer = self.slack.click(button, user, on.ts)
        assert (answer.status, answer.body) == (200, b"")
        self.follow()

    def follow(self) -> list[bool]:
        """Send what is waiting to be sent; whether Slack took it."""
        replies = Replies(Clients(self.slack.transport), frozenset((ORIGIN,)))
        sent = [replies.send(address, answer) for address, answer in self.waiting]
        self.waiting.clear()
        return sent

    def last(self, user: str) -> Ephemeral:
        return self.slack.ephemerals(user)[-1]

    def running(self, person: Person) -> Project | None:
        with self.store.unit_of_work.reading() as tx:
            timer = tx.timers.running(person.id)
        return timer.project if timer else None

    def _called(self, _url: str, headers: Mapping[str, str], body: bytes) -> Response | NoAnswer:
        provider = self.application.provider("slack")
        lower = {name.lower(): value for name, value in headers.items()}
        answer = self.application.answer(provider, Delivery(provider.key, lower, body))
        return Response(200, {"content-type": answer.media_type}, answer.body)
