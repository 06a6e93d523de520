"""The library in a host that works with threads of its own, until it is closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from attrs import frozen
from house import ANNA, SECRET, VAULT, House, only_slack_at

from patience import soon
from tt_integrations import Integrations, embed
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.domain.model.announcements import TimerStarted
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer
from tt_integrations.entrypoints.host_calls import Queued


@frozen
class Host:
    """`told`: what its owners heard of connections that stopped."""

    integrations: Integrations
    slack: FakeSlack
    told: list[str]

    def heard(self) -> list[str]:
        return [message.text for message in self.slack.messages("general")]


@pytest.fixture
def host(house: House, engine: sa.Engine) -> Iterator[Host]:
    told: list[str] = []

    def tell(connection: Connection, reason: str) -> None:
        told.append(f"{connection.owner}: {reason}")

    slack = FakeSlack()
    with slack.serve() as served:
        made = embed(engine, VAULT, options=only_slack_at(served.url), tell_owner=tell)
        entered = {"bot_token": slack.bot_token, "signing_secret": SECRET}
        made.cards(ANNA).save("slack", {**entered, "channel_id": "C0GENERAL"})
        yield Host(made, slack, told)
        made.close()


def started(number: int) -> TimerStarted:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return TimerStarted(Timer(EntryId(number), ANNA, Project(ProjectId(1), f"Job {number}"), at))


def said_once_there_are(host: Host, number: int) -> list[str]:
    soon(lambda: len(host.heard()) >= number)
    return host.heard()


def test_each_thread_announces_in_a_transaction_of_its_own(host: Host, engine: sa.Engine) -> None:
    def request(number: int) -> object:
        with engine.connect() as connection:
            outcome = host.integrations.joined(connection).announce(started(number))
            if number % 2:
                connection.commit()
            return outcome

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(request, range(4)))
    assert outcomes == [{"slack": Queued("slack")}] * 4
    jobs = host.integrations.jobs()
    jobs.start()
    said = said_once_there_are(host, 2)
    jobs.stop()
    assert sorted(text.partition("*Project:* ")[2].splitlines()[0] for text in said) == [
        "Job 1",
        "Job 3",
    ]


def test_two_sets_of_jobs_say_it_once(host: Host) -> None:
    host.integrations.announce(started(1))
    first, second = host.integrations.jobs(), host.integrations.jobs()
    first.start()
    second.start()
    said = said_once_there_are(host, 1)
    time.sleep(0.5)
    first.stop()
    second.stop()
    assert len(said) == len(host.heard()) == 1


def test_what_is_announced_while_no_jobs_run_is_said_when_they_do(host: Host) -> None:
    jobs = host.integrations.jobs()
    jobs.start()
    jobs.stop()
    host.integrations.announce(started(1))
    assert host.heard() == []
    again = host.integrations.jobs()
    again.start()
    assert len(said_once_there_are(host, 1)) == 1
    again.stop()


def test_the_host_says_it_to_the_owner_when_slack_is_lost(host: Host) -> None:
    host.slack.revoke_token(host.slack.bot_token)
    host.integrations.announce(started(1))
    jobs = host.integrations.jobs()
    jobs.start()
    soon(lambda: bool(host.told))
    jobs.stop()
    assert len(host.told) == 1
    assert host.told[0].startswith(f"{ANNA}: ")


def test_what_is_announced_after_closing_is_kept(host: Host) -> None:
    host.integrations.close()
    host.integrations.close()
    assert host.integrations.announce(started(1)) == {"slack": Queued("slack")}


def test_closing_leaves_no_thread_behind(house: House, engine: sa.Engine) -> None:
    before = set(threading.enumerate())
    made = embed(engine, VAULT)
    jobs = made.jobs()
    jobs.start()
    made.announce(started(1))
    jobs.stop()
    made.close()
    soon(lambda: set(threading.enumerate()) <= before)
    assert set(threading.enumerate()) - before == set()
    assert house.timers() == []
