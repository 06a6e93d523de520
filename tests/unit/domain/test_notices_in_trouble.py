"""A chat that will not take a notice: it waits, it is given up, or the connection needs its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from news import sent, started, stopped
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import (
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.model.work import (
    Again,
    Done,
    GivenUp,
    Result,
    TellOwner,
)
from tt_integrations.domain.usecases.say import UNSURE


def failing(
    aviary: Aviary, connection: Connection, timer: Timer, error: IntegrationError, **job: object
) -> Result:
    aviary.parrot.fails = [error]
    return sent(aviary, connection, started(timer), **job)


def test_a_provider_says_how_long_to_wait(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    limited = ProviderUnavailable("too often", 30)
    assert failing(aviary, connection, timer, limited) == Again(timedelta(seconds=30), "too often")
    assert aviary.state(connection) is ConnectionState.ACTIVE


@pytest.mark.parametrize(("tries", "seconds"), [(1, 5), (2, 10), (3, 20), (7, 300), (99, 300)])
def test_a_provider_that_is_down_is_asked_more_and_more_seldom(
    aviary: Aviary, connection: Connection, timer: Timer, tries: int, seconds: int
) -> None:
    down = failing(aviary, connection, timer, ProviderUnavailable("down"), tries=tries)
    assert down == Again(timedelta(seconds=seconds), "down")


def test_what_may_have_been_posted_is_not_posted_again(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    assert failing(aviary, connection, timer, OutcomeUnknown("lost")) == GivenUp(UNSURE)
    interrupted = sent(aviary, connection, started(timer), interrupted=True, tries=2)
    assert interrupted == GivenUp(UNSURE)
    assert aviary.parrot.posted == []


def test_what_may_have_been_edited_is_edited_again(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    aviary.parrot.fails = [OutcomeUnknown("lost")]
    assert isinstance(sent(aviary, live, stopped(timer)), Again)
    assert sent(aviary, live, stopped(timer), interrupted=True) == Done()
    assert len(aviary.parrot.edited) == 1


def test_a_deleted_message_is_not_posted_anew_by_a_job_that_was_interrupted(
    aviary: Aviary, live: Connection, timer: Timer
) -> None:
    sent(aviary, live, started(timer))
    aviary.parrot.deleted = {"1"}
    assert sent(aviary, live, stopped(timer), interrupted=True) == GivenUp(UNSURE)


def test_a_refused_token_ends_the_grant_for_all_and_tells_the_owner_once(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    assert failing(aviary, connection, timer, ProviderRefused("revoked")) == GivenUp("revoked")
    assert failing(aviary, relying, timer, ProviderRefused("revoked")) == Done()
    assert aviary.state(relying) is ConnectionState.NEEDS_RECONNECT
    assert [job.work for job in aviary.jobs()] == [TellOwner("revoked")] * 2


@pytest.mark.parametrize(
    "error",
    [
        PermissionMissing("speak"),
        InvalidSettings("channel_id", "the app is not in it"),
        MalformedPayload("$", "nonsense"),
    ],
)
def test_what_only_the_owner_can_mend_degrades_the_connection_until_something_is_said_again(
    aviary: Aviary, connection: Connection, timer: Timer, error: IntegrationError
) -> None:
    assert failing(aviary, connection, timer, error) == GivenUp(str(error))
    degraded = aviary.again(connection)
    assert (degraded.state, degraded.reason) == (ConnectionState.DEGRADED, str(error))
    assert sent(aviary, connection, started(timer)) == Done()
    mended = aviary.again(connection)
    assert (mended.state, mended.reason) == (ConnectionState.ACTIVE, None)


def test_a_connection_without_a_token_is_degraded(aviary: Aviary, ann: Person) -> None:
    mute = aviary.talking(ann, token=None)
    assert isinstance(sent(aviary, mute, started(aviary.start(ann))), GivenUp)
    assert aviary.again(mute).reason == "no token is stored"


def test_what_could_not_be_said_for_six_hours_is_no_news(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    stored = aviary.clock.now()
    aviary.clock.advance(timedelta(hours=6))
    assert sent(aviary, connection, started(timer), stored=stored) == Done()
    aviary.clock.advance(1)
    assert isinstance(sent(aviary, connection, started(timer), stored=stored), GivenUp)
    assert len(aviary.parrot.posted) == 1


@pytest.mark.parametrize("error", [None, PermissionMissing("speak")])
def test_a_connection_that_was_stopped_meanwhile_stays_stopped(
    aviary: Aviary, connection: Connection, timer: Timer, error: IntegrationError | None
) -> None:
    aviary.put(connection, ConnectionState.DEGRADED)
    aviary.parrot.fails = [error]
    aviary.parrot.meanwhile = lambda: aviary.put(connection, ConnectionState.PAUSED)
    sent(aviary, connection, started(timer))
    assert len(aviary.parrot.tokens) == 1
    assert aviary.state(connection) is ConnectionState.PAUSED


def test_an_interrupted_post_is_given_up_before_anything_may_ask_for_another_try(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    first = aviary.grant(connection, evolve(aviary.keeper.new(), expires=aviary.clock.now()))
    aviary.keeper.fails = [ProviderUnavailable("down")]
    assert sent(aviary, connection, started(timer), interrupted=True) == GivenUp(UNSURE)
    assert first.refresh_token not in aviary.keeper.spent
    assert len(aviary.keeper.fails) == 1


def test_a_token_that_cannot_be_opened_any_more_degrades_the_connection(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    lost = evolve(aviary.access, vault=AesGcmVault({"k2": new_key()}))
    notice = evolve(aviary.notice, say=evolve(aviary.say, access=lost))
    assert isinstance(notice(aviary.job(connection, started(timer)), started(timer)), GivenUp)
    assert aviary.state(connection) is ConnectionState.DEGRADED
