"""The library inside a host app, in the host's own transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from house import ANNA, BEN, FORM, SECRET, VAULT, House, keyed, signature

from tt_integrations import Integrations, embed
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.host_tables import integrations, time_entries
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import MalformedPayload, NotConnected, Untrusted
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.delivery import Answer
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.entrypoints.embedded import NotOffered

TIMER = Timer(EntryId(1), ANNA, Project(ProjectId(1), "Web"), datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def embedded(engine: sa.Engine) -> Integrations:
    return embed(engine, VAULT)


@pytest.fixture(params=["our engine", "the host's engine"])
def host(request: pytest.FixtureRequest, engine: sa.Engine) -> Iterator[sa.Engine]:
    """A host opens SQLite as it likes: with the driver's own habits, or as we do."""
    if request.param == "our engine":
        yield engine
        return
    own = sa.create_engine(engine.url)
    yield own
    own.dispose()


def typed(integrations: Integrations, body: bytes, key: str | None = None) -> Answer:
    """A command signed just now: the embedded library goes by the real clock."""
    stamp = str(int(SystemClock().now().timestamp()))
    headers = {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body, stamp),
    }
    return integrations.receive("slack", headers.items(), body, key)


def test_a_command_is_carried_out_on_the_hosts_own_thread(
    house: House, embedded: Integrations
) -> None:
    connection = house.connect(ANNA, "U1")
    answer = typed(embedded, house.command("start web"))
    assert answer.media_type == "application/json"
    assert b"Timer started for *Web*" in answer.body
    assert b"Active timer" in typed(embedded, house.command("status"), connection.key).body
    assert house.timers() == [(ANNA, 1)]


def test_what_the_host_rolls_back_never_happened(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    body = house.command("start web")
    with host.connect() as connection:
        answer = typed(embedded.joined(connection), body)
        assert b"Timer started" in answer.body
        connection.rollback()
    assert house.timers() == []
    # not even the copy that was handled is remembered
    assert b"Timer started" in typed(embedded, body).body


def test_what_the_host_commits_happened(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with host.begin() as connection:
        typed(embedded.joined(connection), house.command("start web"))
    assert house.timers() == [(ANNA, 1)]


def test_a_refusal_undoes_nothing_of_the_hosts(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with host.begin() as connection:
        entry = {"user_id": ANNA, "project_id": 2, "start_time": datetime(2026, 3, 2, tzinfo=UTC)}
        connection.execute(sa.insert(time_entries).values(**entry))
        answer = typed(embedded.joined(connection), house.command("start web"))
        assert b"already have an active timer on *Mobile app*" in answer.body
    assert house.timers() == [(ANNA, 2)]


def test_what_the_host_did_in_its_transaction_is_seen(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    with host.begin() as connection:
        joined = embedded.joined(connection)
        assert joined.test(ANNA, "slack") == NotConfigured("slack_connector")
        values = {
            "name": "Slack",
            "provider": "slack_connector",
            "user_id": ANNA,
            "is_active": True,
        }
        connection.execute(sa.insert(integrations).values(**values, config={}))
        assert isinstance(joined.test(ANNA, "slack"), Broken)


def test_a_request_that_is_not_ours_raises_for_the_host_to_answer(
    house: House, embedded: Integrations
) -> None:
    house.connect(ANNA, "U1")
    with pytest.raises(Untrusted):
        embedded.receive("slack", [("Content-Type", FORM)], b"team_id=T1&user_id=U1")
    with pytest.raises(MalformedPayload):
        typed(embedded, b"team_id=T1&user_id=U1")
    with pytest.raises(NotConnected):
        typed(embedded, house.command("status"), "no-such-key")
    with pytest.raises(NotConnected):
        embedded.receive("nobody", [], b"")


@pytest.mark.parametrize(
    "event", [TimerStarted(TIMER), TimerStopped(TIMER.stopped(TIMER.started, Rounding()))]
)
def test_an_announcement_without_a_connection_is_a_value(
    embedded: Integrations, event: TimerStarted | TimerStopped
) -> None:
    assert embedded.announce(event) == {"slack": NotConfigured("slack_connector")}


def test_a_connection_that_works_passes_and_offers_what_it_can(
    house: House, embedded: Integrations
) -> None:
    connection = house.connect(ANNA, "U1")
    outcome = embedded.test(ANNA, "slack")
    assert isinstance(outcome, Working)
    assert outcome.connection.id == connection.id
    assert embedded.sync(ANNA, "slack") == NotOffered("slack")
    assert embedded.announce(TimerStarted(TIMER)) == {"slack": NotOffered("slack")}


@pytest.mark.parametrize(
    "into", [state for state in ConnectionState if not state.works], ids=lambda state: state.value
)
def test_a_connection_that_is_off_is_a_value(
    house: House, embedded: Integrations, into: ConnectionState
) -> None:
    house.put(house.connect(ANNA, "U1"), into)
    missing = NotConfigured("slack_connector")
    assert embedded.test(ANNA, "slack") == embedded.sync(ANNA, "slack") == missing
    assert embedded.announce(TimerStarted(TIMER)) == {"slack": missing}


@pytest.mark.parametrize(
    ("config", "trouble"),
    [
        (None, Trouble.SECRET_MISSING),
        ({"signing_secret": ""}, Trouble.SECRET_MISSING),
        ({"signing_secret": ["x"]}, Trouble.SECRET_MISSING),
        ({"signing_secret": SECRET}, Trouble.SECRET_UNREADABLE),
        ({"signing_secret": "enc:v1:x"}, Trouble.SECRET_UNREADABLE),
    ],
)
def test_a_broken_connection_is_a_value(
    house: House, embedded: Integrations, config: object, trouble: Trouble
) -> None:
    connection = house.connect(ANNA, "U1")
    with house.engine.begin() as database:
        chosen = sa.update(integrations).where(integrations.c.id == connection.id)
        database.execute(chosen.values(config=config))
    for outcome in (
        embedded.test(ANNA, "slack"),
        embedded.sync(ANNA, "slack"),
        embedded.announce(TimerStarted(TIMER))["slack"],
    ):
        assert isinstance(outcome, Broken)
        assert (outcome.connection.id, outcome.trouble) == (connection.id, trouble)


def test_a_host_says_how_many_jobs_are_done_at_once(embedded: Integrations) -> None:
    assert embedded.jobs().worker.threads == 4
    assert embedded.jobs(threads=9).worker.threads == 9


def test_an_unknown_provider_is_a_value(embedded: Integrations) -> None:
    assert embedded.test(ANNA, "nobody") == NotConfigured("nobody")
    assert embedded.sync(ANNA, "nobody") == NotConfigured("nobody")


def test_one_persons_connection_is_not_anothers(house: House, embedded: Integrations) -> None:
    house.connect(ANNA, "U1")
    assert embedded.test(BEN, "slack") == NotConfigured("slack_connector")


def test_a_host_may_bring_its_own_unit_of_work(house: House, engine: sa.Engine) -> None:
    own = SqlUnitOfWork(engine)
    assert embed(engine, VAULT, unit_of_work=own).parts.unit_of_work is own


def test_connections_a_host_stored_before_are_taken_over_once(
    house: House, embedded: Integrations
) -> None:
    values = {
        "name": "Slack",
        "provider": "slack_connector",
        "user_id": ANNA,
        "is_active": True,
        "config": {"linked_slack_user_id": "U1"},
    }
    with house.engine.begin() as database:
        database.execute(sa.insert(integrations).values(**values))
    assert embedded.application.adopt() == 1
    assert embedded.application.adopt() == 0
    outcome = embedded.test(ANNA, "slack")
    assert isinstance(outcome, Broken)
    assert outcome.connection.state is ConnectionState.ACTIVE
    assert outcome.connection.settings == {"linked_slack_user_id": "U1"}
    got = house.http.post(keyed(outcome.connection), content=b"")
    assert got.status_code == 401


def test_a_timer_that_ran_no_time_is_announced_like_any_other(embedded: Integrations) -> None:
    entry = TIMER.stopped(TIMER.started - timedelta(hours=1), Rounding())
    assert list(embedded.announce(TimerStopped(entry))) == ["slack"]
