"""What is the matter with connections that are said to work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from attrs import evolve

from courier import DIALECT, SETTINGS
from desk_settings import DeskDialect
from loft import VAULT, Loft
from pigeon import KEY
from sync_desk import SETTINGS as DESK_SETTINGS
from sync_desk import SyncDesk
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.usecases.examine_connections import (
    ExamineConnections,
    Examined,
    HookMissing,
    ScopesMissing,
    SecretLost,
)
from tt_integrations.domain.usecases.refresh_grant import ACCESS, REFRESH, sealed_grant


class TokenDialect(DeskDialect):
    token = "token"


def wants_to_speak(_connection: Connection, granted: frozenset[str]) -> Sequence[str]:
    return sorted({"speak", "listen"} - granted)


@pytest.fixture
def loft() -> Loft:
    return Loft()


@pytest.fixture
def connection(loft: Loft) -> Connection:
    return loft.connect(loft.person("Ada"), "ann")


@pytest.fixture
def examine(loft: Loft) -> ExamineConnections:
    work = loft.store.unit_of_work
    return ExamineConnections(work, VAULT, {KEY: DIALECT}, {KEY: SETTINGS}, wants_to_speak)


def grant(loft: Loft, connection: Connection, refresh: str | None, *scopes: str) -> None:
    given = Grant("a", refresh, scopes=frozenset(scopes))
    with loft.store.unit_of_work() as tx:
        tx.grants.keep(sealed_grant(VAULT, connection.id, given, 0))
        tx.commit()


def test_of_one_that_is_as_it_should_be_there_is_nothing_to_say(
    loft: Loft, connection: Connection, examine: ExamineConnections
) -> None:
    grant(loft, connection, "r", "speak", "listen")
    assert list(examine(KEY)) == [Examined(connection, (), 0)]


def test_what_its_grant_does_not_allow_is_missing(
    loft: Loft, connection: Connection, examine: ExamineConnections
) -> None:
    grant(loft, connection, None, "listen")
    assert list(examine(KEY)) == [Examined(connection, (ScopesMissing(("speak",)),), 0)]


def test_without_a_grant_no_scope_is_missing(
    connection: Connection, examine: ExamineConnections
) -> None:
    assert list(examine(KEY)) == [Examined(connection, (), 0)]


def test_secrets_that_no_key_opens_are_lost_one_by_one(
    loft: Loft, connection: Connection, examine: ExamineConnections
) -> None:
    grant(loft, connection, "r", "speak", "listen")
    others = evolve(examine, vault=AesGcmVault({"k2": new_key()}))
    lost = tuple(map(SecretLost, ("neck", ACCESS, REFRESH)))
    assert list(others(KEY)) == [Examined(connection, lost, 0)]


def test_secrets_under_an_earlier_key_are_stale(
    loft: Loft, connection: Connection, examine: ExamineConnections
) -> None:
    grant(loft, connection, None, "speak", "listen")
    rotated = AesGcmVault({"k2": new_key(), **VAULT.keys})
    assert list(evolve(examine, vault=rotated)(KEY)) == [Examined(connection, (), 2)]


def test_each_repository_without_a_webhook_is_named_with_the_reason() -> None:
    desk = SyncDesk()
    known = {"acme/web": {"id": 1, "hook": 7}, "acme/api": {"id": 2, "hook_missing": "not allowed"}}
    dialects: Mapping[str, Any] = {desk.connection.provider: TokenDialect()}
    desk.set(watched={"acme/web": 1, "acme/api": 1, "acme/new": 1}, known=known)
    examine = ExamineConnections(
        desk.work, AesGcmVault(VAULT.keys), dialects, DESK_SETTINGS, lambda *_: ()
    )
    [examined] = examine(desk.connection.provider)
    assert examined.complaints == (
        HookMissing("acme/api", "not allowed"),
        HookMissing("acme/new", ""),
    )


def test_all_that_work_are_looked_at_and_no_others(loft: Loft, examine: ExamineConnections) -> None:
    connections = [loft.connect(loft.person(f"P{n}"), f"u{n}") for n in range(4)]
    loft.put(connections[1], ConnectionState.PAUSED)
    loft.put(connections[2], ConnectionState.DEGRADED)
    assert [each.connection.id for each in examine(KEY)] == [
        connections[0].id,
        connections[2].id,
        connections[3].id,
    ]


def test_a_provider_without_issues_has_no_webhooks_to_miss(
    loft: Loft, connection: Connection, examine: ExamineConnections
) -> None:
    assert list(evolve(examine, issue_settings={})(KEY)) == [Examined(connection, (), 0)]
