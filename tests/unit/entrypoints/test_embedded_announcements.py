"""A host tells of its own timers, in its own transaction, and runs the jobs that say so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, SECRET, VAULT, House, only_slack_at

from patience import soon
from tt_integrations import Integrations, embed
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.people import PersonId, Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer
from tt_integrations.domain.usecases.check_connection import NotConfigured, Working
from tt_integrations.domain.usecases.offer_link import LinkSender
from tt_integrations.domain.usecases.redeem_link import Linked, LinkExpired, LinkShown
from tt_integrations.entrypoints.host_calls import NotOffered, Queued

PROVIDER = "slack_connector"


def timer_of(person: PersonId) -> Timer:
    started = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Timer(EntryId(7), person, Project(ProjectId(1), "Web"), started)


STARTED = TimerStarted(timer_of(ANNA))
STOPPED = TimerStopped(
    timer_of(ANNA).stopped(timer_of(ANNA).started + timedelta(hours=2), Rounding())
)


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def embedded(house: House, engine: sa.Engine, slack: FakeSlack) -> Iterator[Integrations]:
    """Anna wants her timers told in #general; Ben has no connection."""
    with slack.serve() as served:
        made = embed(
            engine,
            VAULT,
            options=only_slack_at(served.url),
        )
        entered = {
            "bot_token": slack.bot_token,
            "signing_secret": SECRET,
            "channel_id": "C0GENERAL",
        }
        made.cards(ANNA).save("slack", entered)
        yield made
        made.close()


def run_jobs(embedded: Integrations, slack: FakeSlack, expected: int) -> list[str]:
    """What is heard once the jobs have run, and a little longer."""
    jobs = embedded.jobs()
    jobs.start()
    soon(lambda: len(slack.messages("general")) >= expected)
    time.sleep(0.3)
    jobs.stop()
    return [message.text for message in slack.messages("general")]


def test_what_the_host_commits_is_said(
    embedded: Integrations, engine: sa.Engine, slack: FakeSlack
) -> None:
    with engine.begin() as connection:
        joined = embedded.joined(connection)
        assert joined.announce(STARTED) == {"slack": Queued("slack")}
        assert joined.announce(STOPPED) == {"slack": Queued("slack")}
    started, stopped = run_jobs(embedded, slack, 2)
    assert started.startswith(":stopwatch: *anna* started a timer\n*Project:* Web\n")
    assert "*Duration:* 02:00:00" in stopped


def test_what_the_host_rolls_back_is_never_said(
    embedded: Integrations, engine: sa.Engine, slack: FakeSlack
) -> None:
    with engine.connect() as connection:
        embedded.joined(connection).announce(STARTED)
        connection.rollback()
    assert run_jobs(embedded, slack, 0) == []


def test_an_announcement_calls_nobody(embedded: Integrations, slack: FakeSlack) -> None:
    before = len(slack.requests)
    assert embedded.announce(STARTED) == {"slack": Queued("slack")}
    assert embedded.announce(TimerStarted(timer_of(BEN))) == {"slack": NotConfigured("slack")}
    assert len(slack.requests) == before


def test_somebody_who_wants_no_starts_is_told_of_none(embedded: Integrations) -> None:
    embedded.cards(ANNA).save("slack", {"notify_on_start": False})
    assert embedded.announce(STARTED) == {"slack": NotOffered("slack")}
    assert embedded.announce(STOPPED) == {"slack": Queued("slack")}


def test_a_test_asks_slack(embedded: Integrations, slack: FakeSlack) -> None:
    outcome = embedded.test(ANNA, "slack")
    assert isinstance(outcome, Working)
    assert outcome.sentence == "The connection works."
    assert [m.text for m in slack.messages("general")] == [":wave: TimeTracker test message."]


def test_what_slack_told_of_the_token_is_kept(embedded: Integrations, slack: FakeSlack) -> None:
    shown = embedded.cards(ANNA).connection("slack")
    assert shown is not None
    assert shown.settings["team_id"] == "T0SANDBOX"
    assert slack.bot_token not in str(shown.settings)


def test_a_link_is_shown_and_then_redeemed_on_the_hosts_own_pages(
    embedded: Integrations, house: House
) -> None:
    connection = embedded.cards(ANNA).connection("slack")
    assert connection is not None
    sender = LinkSender(connection.id, PROVIDER, Address("T0SANDBOX/U0BEN"), "U0BEN")
    offered = embedded.application.receive.offer_link(sender)
    code = offered.address.rpartition("/")[2]
    ben = embedded.cards(BEN)
    assert ben.show_link("slack", code) == LinkShown("U0BEN", "Sandbox")
    assert ben.connection("slack") is None
    assert isinstance(ben.link("slack", code), Linked)
    assert ben.link("slack", code) == LinkExpired()
    linked = ben.connection("slack")
    assert linked is not None
    assert linked.settings["linked_slack_user_id"] == "U0BEN"


def test_a_consent_that_nobody_began_is_an_expired_one(embedded: Integrations) -> None:
    with pytest.raises(NotConnected):  # this host has no app of its own
        embedded.cards(ANNA).consent_address("slack", "cookie")
    with pytest.raises(NotConnected):
        embedded.consent_returned("slack", "cookie", {"state": "guess", "code": "x"})
