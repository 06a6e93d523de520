"""An owner ends a connection, or lets it rest."""

from __future__ import annotations

import pytest
from attrs import evolve

from aviary import PASTED, Aviary
from loft import DIALECTS, VAULT
from pigeon import KEY, TOKEN, pigeon
from tt_integrations.domain.errors import (
    Conflict,
    NotConnected,
    ProviderUnavailable,
    SecretUnreadable,
    Untrusted,
)
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.disconnect import Disconnect, Disconnected
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered
from tt_integrations.domain.usecases.pause_connection import PauseConnection, ResumeConnection
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.domain.usecases.store_settings import StoreSettings


def disconnect(
    aviary: Aviary, connection: Connection, person: Person | None = None
) -> Disconnected:
    oauths, store = {KEY: aviary.keeper}, StoreSettings(VAULT)
    ending = Disconnect(aviary.work, VAULT, DIALECTS, oauths, {KEY: ("spare",)}, store, ())
    return ending(ConnectionNumbered(person, connection.id))


@pytest.fixture
def connection(aviary: Aviary, ann: Person) -> Connection:
    return aviary.talking(ann, user="ann")


def test_every_secret_is_wiped_and_nothing_arrives_any_more(
    aviary: Aviary, ann: Person, connection: Connection
) -> None:
    with aviary.work() as tx:
        tx.jobs.enqueue(sync_job(connection.id, "asked for", aviary.clock.now()))
        tx.cursors.move(Cursor(connection.id, "issues"))
        tx.connections.save(connection.id, {"spare": "sealed", "former_neck": "sealed"})
        tx.commit()
    ended = disconnect(aviary, connection, ann)
    assert not ended.revoked
    assert (ended.connection.state, ended.connection.reason) == (
        ConnectionState.DISABLED,
        "disconnected",
    )
    secrets = (TOKEN, "neck", "former_neck", "spare")
    assert [ended.connection.sealed(name) for name in secrets] == [None] * 4
    assert ended.connection.settings["channel_id"] == connection.settings["channel_id"]
    assert aviary.who("T/ann") == aviary.who("T") == []
    assert aviary.jobs() == []
    with aviary.work.reading() as tx:
        assert tx.cursors.at(connection.id, "issues") is None
    with pytest.raises(Untrusted):
        aviary.loft.receive(pigeon("typed", key=connection.key))


def test_a_grant_is_given_back(aviary: Aviary, connection: Connection) -> None:
    grant = aviary.grant(connection)
    assert disconnect(aviary, connection).revoked
    assert aviary.keeper.spent == [grant.access_token]
    assert aviary.granted(connection) is None


def test_a_grant_is_kept_by_the_provider_while_another_connection_of_the_account_lives(
    aviary: Aviary, connection: Connection
) -> None:
    other = aviary.talking(aviary.person("Ben"), user="ben")
    with aviary.work() as tx:
        for each in (connection, other):
            tx.connections.save(each.id, {"email": "ann@example.org"})
        tx.commit()
    aviary.grant(connection)
    aviary.grant(other)
    assert not disconnect(aviary, connection).revoked
    assert aviary.keeper.spent == []
    assert aviary.granted(connection) is None
    assert disconnect(aviary, other).revoked


@pytest.mark.parametrize("error", [ProviderUnavailable("down"), SecretUnreadable("lost key")])
def test_a_grant_that_cannot_be_given_back_is_wiped_all_the_same(
    aviary: Aviary, connection: Connection, error: Exception
) -> None:
    aviary.grant(connection)
    aviary.keeper.refuses_to_end = error
    assert not disconnect(aviary, connection).revoked
    assert aviary.granted(connection) is None


def test_what_others_rely_on_stays_for_them(aviary: Aviary, connection: Connection) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    aviary.grant(connection)
    ended = disconnect(aviary, connection)
    assert not ended.revoked
    assert aviary.keeper.spent == []
    assert aviary.granted(connection)
    assert ended.connection.sealed(TOKEN)
    assert aviary.who("T/ann") == []
    assert aviary.access(relying).token
    assert aviary.state(relying) is ConnectionState.ACTIVE


@pytest.mark.parametrize("owner_first", ["owner first", ""])
def test_the_last_who_goes_takes_the_grant_and_the_secrets_along(
    aviary: Aviary, connection: Connection, owner_first: str
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    grant = aviary.grant(connection)
    first, last = (connection, relying) if owner_first else (relying, connection)
    assert not disconnect(aviary, first).revoked
    assert aviary.granted(connection)
    assert disconnect(aviary, last).revoked
    assert aviary.keeper.spent == [grant.access_token]
    assert aviary.granted(connection) is None
    assert aviary.again(connection).sealed(TOKEN) is None
    assert aviary.who("T/ann") == aviary.who("T") == []


def test_a_connection_that_only_rests_still_relies_on_the_installation(
    aviary: Aviary, connection: Connection
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    aviary.put(relying, ConnectionState.PAUSED)
    aviary.grant(connection)
    assert not disconnect(aviary, connection).revoked
    assert aviary.granted(connection)


def test_who_relies_on_another_ones_leaves_that_alone(
    aviary: Aviary, connection: Connection
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    assert disconnect(aviary, relying).connection.state is ConnectionState.DISABLED
    assert aviary.again(connection) == connection
    assert aviary.access(connection).token == PASTED


def test_nobody_ends_or_pauses_what_is_somebody_elses(
    aviary: Aviary, connection: Connection
) -> None:
    ben = evolve(aviary.person("Ben"), sees_all=False)
    command = ConnectionNumbered(ben, connection.id)
    with pytest.raises(NotConnected):
        disconnect(aviary, connection, ben)
    for does in (PauseConnection(aviary.work), ResumeConnection(aviary.work, aviary.clock, (KEY,))):
        with pytest.raises(NotConnected):
            does(command)
    assert aviary.again(connection) == connection


def test_a_connection_rests_and_goes_on(
    aviary: Aviary, ann: Person, connection: Connection
) -> None:
    pause, resume = (
        PauseConnection(aviary.work),
        ResumeConnection(aviary.work, aviary.clock, (KEY,)),
    )
    command = ConnectionNumbered(ann, connection.id)
    for _ in range(2):
        assert pause(command).state is ConnectionState.PAUSED
    for _ in range(2):
        assert resume(command) == connection


@pytest.mark.parametrize(
    "state", [ConnectionState.DRAFT, ConnectionState.NEEDS_RECONNECT, ConnectionState.DISABLED]
)
def test_what_does_not_work_is_neither_paused_nor_resumed(
    aviary: Aviary, ann: Person, connection: Connection, state: ConnectionState
) -> None:
    aviary.put(connection, state)
    for does in (PauseConnection(aviary.work), ResumeConnection(aviary.work, aviary.clock, (KEY,))):
        with pytest.raises(Conflict):
            does(ConnectionNumbered(ann, connection.id))
    assert aviary.state(connection) is state
