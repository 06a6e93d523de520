"""Every calendar that is read has a channel as long as it is read, where a provider can reach us."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loft import VAULT
from switchboard import HERE, PROVIDER, SEAL, Watchtower
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import ConnectionId, ConnectionState, Place
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered

NOT_VERIFIED = CallRejected("push.webhookUrlUnauthorized")


@pytest.fixture
def here() -> Watchtower:
    return Watchtower()


def test_a_calendar_that_is_read_gets_a_channel_and_is_asked_for_once(here: Watchtower) -> None:
    assert here.cared() == Cared(hooks=1)
    [(asked, address, secret)] = here.board.told
    assert (asked.calendar, asked.resource, address, secret) == ("a", "", HERE, "secret-1")
    [known] = here.known()
    assert (known.channel.id, known.channel.resource, known.account) == (
        "c1",
        "r-c1",
        "ada@example.org",
    )
    assert here.routes("c1") == [here.connection.id]
    assert here.cared() is None
    assert here.calls() == ["a"]


def test_the_secret_is_made_once_and_stored_sealed(here: Watchtower) -> None:
    here.set(read=["a", "b"])
    here.cared()
    assert [secret for _, _, secret in here.board.told] == ["secret-1", "secret-1"]
    sealed = here.again().sealed(SEAL)
    assert sealed is not None
    assert VAULT.open(sealed, Place(here.connection.id, SEAL)) == "secret-1"


def test_a_secret_that_cannot_be_opened_is_raised_before_anything_is_asked(
    here: Watchtower,
) -> None:
    here.set(**{SEAL: VAULT.seal("s3cret", Place(ConnectionId(99), SEAL))})
    with pytest.raises(SecretUnreadable):
        here.cared()
    assert here.calls() == []


def test_before_a_channel_ends_another_one_takes_over_and_the_old_one_is_stopped(
    here: Watchtower,
) -> None:
    here.cared()
    here.later(days=5, hours=23)
    assert here.cared() is None
    here.later(hours=1)
    assert here.cared() == Cared(hooks=1)
    assert here.calls() == ["a", "a", "unwatch"]
    assert here.ids() == ["c2"]
    assert here.board.open == {"c2": "a"}
    assert (here.routes("c1"), here.routes("c2")) == ([], [here.connection.id])


def test_one_that_cannot_be_stopped_is_forgotten_all_the_same(here: Watchtower) -> None:
    here.cared()
    here.later(days=6)
    here.board.refusals["unwatch"] = ProviderUnavailable("down")
    assert here.cared() == Cared(hooks=1)
    assert here.ids() == ["c2"]


def test_channels_of_calendars_that_are_not_read_any_more_are_stopped(here: Watchtower) -> None:
    here.set(read=["a", "b"])
    here.cared()
    here.set(read=["b"])
    assert here.cared() == Cared()
    assert here.board.open == {"c2": "b"}
    here.set(direction="export")
    here.cared()
    assert (here.board.open, here.known(), here.routes("c2")) == ({}, [], [])
    here.calls()
    assert here.cared() is None
    assert here.calls() == []


def test_where_no_provider_can_reach_us_there_are_none(here: Watchtower) -> None:
    here.reachable = False
    assert here.cared() is None
    assert here.calls() == []
    here.reachable = True
    here.cared()
    here.reachable = False
    here.cared()
    assert here.board.open == {}


def test_the_channels_of_another_account_are_forgotten_and_not_stopped(here: Watchtower) -> None:
    here.cared()
    here.set(email="ada@other.example")
    assert here.cared() == Cared(hooks=1)
    assert here.calls() == ["a", "a"]
    assert here.ids() == ["c2"]


@pytest.mark.parametrize(
    "error",
    [
        NOT_VERIFIED,
        PermissionMissing("events"),
        NotConnected("no such calendar"),
        MalformedPayload("expiration", "odd"),
    ],
)
def test_where_a_channel_is_not_allowed_the_reason_is_noted_and_others_get_theirs(
    here: Watchtower, error: IntegrationError
) -> None:
    here.set(read=["a", "b"])
    here.board.refusals["a"] = error
    assert here.cared() == Cared(hooks=1)
    assert here.missing() == {"a": str(error)}
    assert here.board.open == {"c2": "b"}


def test_what_was_not_allowed_is_tried_again_once_a_day_and_at_once_for_a_new_calendar(
    here: Watchtower,
) -> None:
    here.board.refusals["a"] = NOT_VERIFIED
    here.cared()
    here.set(read=["a", "b"])
    here.cared()
    assert here.calls() == ["a", "b"]
    here.later(days=1)
    here.board.refusals.clear()
    assert here.cared() == Cared(hooks=1)
    assert here.missing() == {}
    assert here.again().settings["channel_missing"] is None


def test_a_provider_that_does_not_answer_is_raised_and_what_was_opened_is_known(
    here: Watchtower,
) -> None:
    here.set(read=["a", "b"])
    here.board.refusals["b"] = ProviderUnavailable("down")
    with pytest.raises(ProviderUnavailable):
        here.cared()
    assert here.ids() == ["c1"]
    here.board.refusals.clear()
    assert here.cared() == Cared(hooks=1)
    assert here.board.open == {"c1": "a", "c3": "b"}


def test_a_care_does_not_go_on_for_ever_and_the_next_one_goes_on(here: Watchtower) -> None:
    here.set(read=["a", "b", "c"])
    here.board.takes = 20.0
    assert here.cared() == Cared(hooks=2, is_over=False)
    assert here.cared() == Cared(hooks=1)
    assert sorted(here.board.open.values()) == ["a", "b", "c"]


def test_a_provider_without_calendars_has_no_channels(here: Watchtower) -> None:
    care = here.care
    care.calendars.pop(PROVIDER)  # type: ignore[attr-defined]
    assert care(here.connection) is None


def test_what_is_stored_and_cannot_be_understood_is_opened_anew(here: Watchtower) -> None:
    odd = {"id": "x", "resource": "r-x", "calendar": "a"}
    soon = here.board.clock.now() + timedelta(days=7)
    here.set(
        channels=[
            odd,
            {**odd, "expires": "soon"},
            {**odd, "expires": soon.replace(tzinfo=None).isoformat()},
        ]
    )
    assert here.cared() == Cared(hooks=1)
    assert here.ids() == ["c1"]


def test_who_disconnects_has_the_channels_stopped_and_forgotten(here: Watchtower) -> None:
    here.cared()
    here.disconnect(ConnectionNumbered(here.owner(), here.connection.id))
    assert (here.board.open, here.known(), here.routes("c1")) == ({}, [], [])
    assert here.again().sealed(SEAL) is None


@pytest.mark.parametrize("token", ["", "t0ken"])
def test_who_cannot_stop_them_disconnects_all_the_same(here: Watchtower, token: str) -> None:
    here.cared()
    here.token = token
    here.board.refusals["unwatch"] = ProviderUnavailable("down")
    here.disconnect(ConnectionNumbered(here.owner(), here.connection.id))
    assert here.known() == []
    assert here.again().state is ConnectionState.DISABLED


def test_without_channels_nothing_is_asked_when_somebody_disconnects(here: Watchtower) -> None:
    here.disconnect(ConnectionNumbered(here.owner(), here.connection.id))
    assert here.calls() == []
