"""The library inside a host app, in transactions of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hosted import typed
from house import ANNA, BEN, FORM, SECRET, VAULT, House, keyed

from tt_integrations import Integrations, embed
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.domain.errors import (
    InvalidSettings,
    MalformedPayload,
    NotConnected,
    Untrusted,
)
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.entrypoints.host_calls import NotOffered

TIMER = Timer(EntryId(1), ANNA, Project(ProjectId(1), "Web"), datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def embedded(engine: sa.Engine) -> Integrations:
    return embed(engine, VAULT)


def test_a_command_is_carried_out_on_the_hosts_own_thread(
    house: House, embedded: Integrations
) -> None:
    connection = house.connect(ANNA, "U1")
    answer = typed(embedded, house.command("start web"))
    assert answer.media_type == "application/json"
    assert b"Timer started for *Web*" in answer.body
    assert b"Active timer" in typed(embedded, house.command("status"), connection.key).body
    assert house.timers() == [(ANNA, 1)]


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
    assert embedded.announce(event) == {"slack": NotConfigured("slack")}


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
    missing = embedded.test(ANNA, "slack")
    assert isinstance(missing, NotConfigured)
    assert (missing.provider, bool(missing.why)) == ("slack", True)
    assert embedded.sync(ANNA, "slack") == missing
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
    assert embedded.test(BEN, "slack") == NotConfigured("slack")


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


def test_a_wrong_option_is_named_and_its_value_is_not(engine: sa.Engine) -> None:
    for given, named in (
        ({"client_idd": "hush"}, r"^slack_client_idd: no option of Slack; there are client_id, "),
        ({"": "hush"}, r"^slack_: no option of Slack"),
    ):
        with pytest.raises(InvalidSettings, match=named) as caught:
            embed(engine, VAULT, options=lambda p, given=given: given if p.name == "slack" else {})
        assert "hush" not in str(caught.value)


def test_options_that_are_not_given_have_their_defaults(house: House, engine: sa.Engine) -> None:
    app = {"client_id": "ours", "client_secret": "hush"}
    made = embed(
        engine,
        VAULT,
        public_address="https://tt.example/",
        options=lambda provider: app if provider.name == "slack" else {},
    )
    address = made.cards(ANNA).consent_address("slack", "cookie")
    assert address.startswith("https://slack.com/oauth/v2/authorize?")
    assert "https%3A%2F%2Ftt.example%2Fintegrations%2Fslack%2Fcallback" in address
    made.close()
