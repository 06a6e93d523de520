"""Whether a connection works, found out by trying, and told in values."""

from __future__ import annotations

import pytest
from attrs import evolve

from aviary import CHANNEL, PASTED, Aviary
from loft import DIALECTS, VAULT
from pigeon import KEY
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import InvalidSettings, ProviderError, ProviderUnavailable
from tt_integrations.domain.model.chat import TestNotice
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckConnection,
    CheckOutcome,
    Failing,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf


@pytest.fixture
def connection(aviary: Aviary, ann: Person) -> Connection:
    return aviary.talking(ann, user="ann")


@pytest.fixture
def check(aviary: Aviary) -> CheckConnection:
    parrots = {KEY: aviary.parrot}
    return CheckConnection(
        aviary.work, VAULT, DIALECTS, parrots, parrots, aviary.access, aviary.retry
    )


def checked(check: CheckConnection, person: Person, provider: str = KEY) -> CheckOutcome:
    return check(ConnectionOf(person.id, provider))


def test_a_connection_with_a_channel_is_tried_out_by_a_message(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    assert checked(check, ann) == Working(connection, "spoke")
    assert aviary.parrot.posted == [(CHANNEL, TestNotice())]
    assert aviary.parrot.tokens == [PASTED]


def test_a_look_calls_nobody(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    assert check.look(ConnectionOf(ann.id, KEY)) == Working(connection)
    assert aviary.parrot.tokens == []


def test_without_a_channel_the_token_is_tried_out(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    quiet = aviary.set(connection, Changes({"channel_id": None}))
    assert checked(check, ann) == Working(quiet, "listened")
    assert aviary.parrot.tokens == [PASTED]


def test_a_missing_token_is_trouble_only_where_something_is_to_be_posted(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    mute = aviary.set(connection, Changes({"bot_token": None}))
    assert checked(check, ann) == Broken(mute, Trouble.TOKEN_MISSING)
    mute = aviary.set(connection, Changes({"channel_id": None}))
    assert checked(check, ann) == Working(mute)


@pytest.mark.parametrize(
    "error", [ProviderUnavailable("down"), InvalidSettings("channel_id", "not in it")]
)
def test_what_the_provider_says_is_told(
    aviary: Aviary,
    ann: Person,
    connection: Connection,
    check: CheckConnection,
    error: ProviderError | InvalidSettings,
) -> None:
    aviary.parrot.fails = [error]
    assert checked(check, ann) == Failing(connection, error)


def test_nothing_is_configured_without_a_connection_a_provider_or_when_it_stopped(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    assert checked(check, aviary.person("Ben")) == NotConfigured(KEY)
    assert checked(check, ann, "owl_connector") == NotConfigured("owl_connector")
    aviary.put(connection, ConnectionState.PAUSED)
    assert checked(check, ann) == NotConfigured(KEY, "the connection is paused")


def test_what_is_missing_on_our_side_is_told(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    nobody = aviary.set(connection, Changes({"user": None, "channel_id": None}))
    assert checked(check, ann) == Broken(nobody, Trouble.NOBODY_LINKED)
    bare = aviary.set(connection, Changes({"neck": None}))
    assert checked(check, ann) == Broken(bare, Trouble.SECRET_MISSING)


@pytest.mark.parametrize("missing", ["user", "neck"])
def test_a_connection_that_only_speaks_works_without_what_commands_need(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection, missing: str
) -> None:
    quiet = aviary.set(connection, Changes({missing: None}))
    assert checked(check, ann) == Working(quiet, "spoke")


def test_a_secret_that_cannot_be_opened_any_more_is_told(
    aviary: Aviary, ann: Person, connection: Connection, check: CheckConnection
) -> None:
    lost = AesGcmVault({"k2": new_key()})
    broken = Broken(connection, Trouble.SECRET_UNREADABLE)
    assert checked(evolve(check, vault=lost), ann) == broken
    assert checked(evolve(check, access=evolve(aviary.access, vault=lost)), ann) == broken


def test_who_uses_another_ones_installation_is_checked_by_its_secrets(
    aviary: Aviary, connection: Connection, check: CheckConnection
) -> None:
    ben = aviary.person("Ben")
    relying = aviary.relying(ben, connection)
    assert checked(check, ben) == Working(relying, "spoke")
    assert aviary.parrot.tokens == [PASTED]


def test_without_accounts_a_connection_works_as_far_as_it_is_seen(
    ann: Person, connection: Connection, check: CheckConnection
) -> None:
    assert checked(evolve(check, accounts={}), ann) == Working(connection)
