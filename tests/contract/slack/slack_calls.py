"""Our connector to Slack's Web API beside the fake it is tried on, and what there is to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from attrs import frozen

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.chat import SlackChat
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.adapters.providers.slack.web_api import SlackWebApi
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.chat import (
    Access,
    MessageRef,
    Notice,
    Period,
    StartNotice,
    StopNotice,
    SummaryNotice,
    TakenBackNotice,
    TestNotice,
)
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import (
    EntryId,
    Project,
    ProjectId,
    Task,
    TaskId,
    TimeEntry,
    Timer,
)

NINE = datetime(2026, 7, 1, 9, tzinfo=UTC)
ADA = Person(PersonId(1), "Ada", ZoneInfo("Europe/Rome"))
WEB = Project(ProjectId(1), "Web")
TIMER = Timer(EntryId(1), ADA.id, WEB, NINE)
LONG = timedelta(hours=26, minutes=3, seconds=4)
ENTRY = TimeEntry(EntryId(1), ADA.id, WEB, NINE, NINE + LONG, timedelta(0), LONG)
GENERAL = "C0GENERAL"
SAID = MessageRef(GENERAL, "1503435956.000247")
HELLO = TestNotice()
START = StartNotice(ADA, TIMER)
STOP = StopNotice(ADA, ENTRY)


@frozen
class Ground:
    """A fake Slack with an app that is installed in one team and is in #general, and our side of it."""

    fake: FakeSlack
    chat: SlackChat
    access: Access

    def texts(self, channel: str = "general") -> list[str]:
        return [message.text for message in self.fake.messages(channel)]

    def calls(self, method: str) -> int:
        return sum(seen.operation == method for seen in self.fake.requests)


def ground(**options: bool) -> Ground:
    clock = ProviderClock(NINE)
    fake = FakeSlack(clock=clock, **options)
    return Ground(fake, chat_over(clock, fake.transport), access_with(fake.bot_token))


def chat_over(clock: ProviderClock, transport: httpx.BaseTransport) -> SlackChat:
    return SlackChat(SlackWebApi(Clients(transport), Pacing(clock)))


def access_with(token: str) -> Access:
    return Access(token, "T0SANDBOX")


def named(name: str) -> list[Notice]:
    """Every notice that holds names, all of them this one."""
    person, project = Person(ADA.id, name, ADA.zone), Project(ProjectId(1), name)
    timer = Timer(EntryId(1), ADA.id, project, NINE, task=Task(TaskId(1), name))
    entry = TimeEntry(EntryId(1), ADA.id, project, NINE, NINE + LONG, timedelta(0), LONG)
    rows = [(project, LONG)] * 12
    return [
        StartNotice(person, timer),
        StopNotice(person, entry),
        TakenBackNotice(person, timer),
        *(SummaryNotice(person, period, date(2026, 7, 1), LONG, rows) for period in Period),
    ]


def post(slack: Ground) -> None:
    slack.chat.post(slack.access, GENERAL, HELLO)


def edit(slack: Ground) -> None:
    slack.chat.edit(slack.access, SAID, STOP)


def look(slack: Ground) -> None:
    slack.chat.workspace(slack.access)


CALLS: Mapping[str, Callable[[Ground], None]] = {
    "chat.postMessage": post,
    "chat.update": edit,
    "auth.test": look,
}


def failing(slack: Ground, method: str, fault: Fault) -> IntegrationError:
    """What the method raises that meets the fault."""
    slack.fake.fail_next(method, fault)
    with pytest.raises(IntegrationError) as raised:
        CALLS[method](slack)
    return raised.value
