# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.testing.contracts.examples import at, connected, grant
from tt_integrations.testing.contracts.ground import Ground

MOMENT = timedelta(microseconds=1)


class GrantsContract:
    def test_a_connection_without_a_grant_of_its_own_has_none(self, ground: Ground) -> None:
        one, two = _connection(ground, "one"), _connection(ground, "two")
        with ground.unit_of_work() as tx:
            tx.grants.keep(grant(one))
            assert tx.grants.find(two) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"refresh_token": None, "expires": None, "scopes": frozenset()},
            {"access_token": "sealed – “ça va” ☕", "expires": at(0) + MOMENT},
        ],
        ids=["as usual", "bare", "odd"],
    )
    def test_a_grant_is_found_as_it_was_kept(self, ground: Ground, changes: dict[str, Any]) -> None:
        kept = evolve(grant(_connection(ground)), **changes)
        with ground.unit_of_work() as tx:
            assert tx.grants.keep(kept)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.grants.find(kept.connection) == kept

    def test_the_moment_it_expires_is_utc(self, ground: Ground) -> None:
        kept = grant(_connection(ground))
        with ground.unit_of_work() as tx:
            tx.grants.keep(kept)
            found = tx.grants.find(kept.connection)
        assert found is not None
        assert found.expires is not None
        assert found.expires.utcoffset() == timedelta(0)

    def test_the_next_version_takes_the_place_of_the_one_before(self, ground: Ground) -> None:
        first = grant(_connection(ground))
        second = evolve(first, version=2, access_token="new", refresh_token=None, expires=at(9))  # noqa: S106 - an example
        with ground.unit_of_work() as tx:
            assert (tx.grants.keep(first), tx.grants.keep(second)) == (True, True)
            tx.commit()
        assert _found(ground, first.connection) == second

    @pytest.mark.parametrize("version", [0, 1, 2, 4])
    def test_no_other_version_is_stored(self, ground: Ground, version: int) -> None:
        second = _kept(ground, 2)
        other = evolve(second, version=version, access_token="other")  # noqa: S106 - an example
        with ground.unit_of_work() as tx:
            assert not tx.grants.keep(other)
            tx.commit()
        assert _found(ground, second.connection) == second

    @pytest.mark.parametrize("version", [0, 2])
    def test_where_there_is_none_only_the_first_version_is_stored(
        self, ground: Ground, version: int
    ) -> None:
        late = evolve(grant(_connection(ground)), version=version)
        with ground.unit_of_work() as tx:
            assert not tx.grants.keep(late)
            assert tx.grants.find(late.connection) is None

    def test_one_caller_may_refresh_a_version_until_that_moment_has_come(
        self, ground: Ground
    ) -> None:
        kept = _kept(ground, 1)
        with ground.unit_of_work() as tx:
            assert tx.grants.begin_refresh(kept, at(0), until=at(1))
            assert not tx.grants.begin_refresh(kept, at(0), until=at(2))
            assert not tx.grants.begin_refresh(kept, at(1) - MOMENT, until=at(2))
            tx.commit()
        assert _found(ground, kept.connection) == evolve(kept, refreshing_until=at(1))
        with ground.unit_of_work() as tx:
            assert tx.grants.begin_refresh(kept, at(1), until=at(2))

    def test_whoever_undid_its_transaction_did_not_begin(self, ground: Ground) -> None:
        kept = _kept(ground, 1)
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.grants.begin_refresh(kept, at(0), until=at(1))

    def test_nobody_may_refresh_a_version_that_is_not_the_stored_one(self, ground: Ground) -> None:
        second = _kept(ground, 2)
        with ground.unit_of_work() as tx:
            for version in (1, 3):
                assert not tx.grants.begin_refresh(evolve(second, version=version), at(0), at(1))
            elsewhere = evolve(second, connection=ConnectionId(second.connection + 1))
            assert not tx.grants.begin_refresh(elsewhere, at(0), at(1))

    def test_nobody_refreshes_a_version_that_was_just_kept(self, ground: Ground) -> None:
        first = _kept(ground, 1)
        second = evolve(first, version=2, refreshing_until=at(5))
        with ground.unit_of_work() as tx:
            tx.grants.begin_refresh(first, at(0), until=at(5))
            tx.grants.keep(second)
            assert tx.grants.find(first.connection) == evolve(second, refreshing_until=None)
            assert tx.grants.begin_refresh(second, at(0), until=at(6))

    def test_a_grant_that_is_to_end_ends_then_and_is_the_same_otherwise(
        self, ground: Ground
    ) -> None:
        kept = _kept(ground, 2)
        with ground.unit_of_work() as tx:
            tx.grants.begin_refresh(kept, at(0), until=at(5))
            assert tx.grants.expire(kept, at(1) + MOMENT)
            tx.commit()
        ended = evolve(kept, expires=at(1) + MOMENT, refreshing_until=at(5))
        assert _found(ground, kept.connection) == ended

    def test_whoever_is_at_the_provider_may_store_what_they_bring_for_a_grant_that_ended_meanwhile(
        self, ground: Ground
    ) -> None:
        first = _kept(ground, 1)
        second = evolve(first, version=2, expires=at(9))
        with ground.unit_of_work() as tx:
            tx.grants.begin_refresh(first, at(0), until=at(5))
            tx.grants.expire(first, at(1))
            assert tx.grants.keep(second)
            assert tx.grants.find(first.connection) == second

    def test_no_version_but_the_stored_one_can_be_ended(self, ground: Ground) -> None:
        second = _kept(ground, 2)
        elsewhere = evolve(second, connection=ConnectionId(second.connection + 1))
        with ground.unit_of_work() as tx:
            for other in (evolve(second, version=1), evolve(second, version=3), elsewhere):
                assert not tx.grants.expire(other, at(1))
            tx.commit()
        assert _found(ground, second.connection) == second

    def test_a_dropped_grant_is_gone_and_the_next_one_is_the_first(self, ground: Ground) -> None:
        second = _kept(ground, 2)
        with ground.unit_of_work() as tx:
            tx.grants.drop(second.connection)
            assert tx.grants.find(second.connection) is None
            assert not tx.grants.begin_refresh(second, at(0), at(1))
            assert tx.grants.keep(evolve(second, version=1))

    def test_nothing_happens_when_there_is_none_to_drop(self, ground: Ground) -> None:
        kept = _kept(ground, 1)
        without = _connection(ground, "without")
        with ground.unit_of_work() as tx:
            tx.grants.drop(without)
            tx.commit()
        assert _found(ground, kept.connection) == kept


def _connection(ground: Ground, key: str = "k") -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added.id


def _kept(ground: Ground, version: int) -> SealedGrant:
    """The grant of a new connection, after so many changes."""
    kept = evolve(grant(_connection(ground)), version=version)
    with ground.unit_of_work() as tx:
        for number in range(1, version + 1):
            tx.grants.keep(evolve(kept, version=number))
        tx.commit()
    return kept


def _found(ground: Ground, connection: ConnectionId) -> SealedGrant | None:
    with ground.unit_of_work.reading() as tx:
        return tx.grants.find(connection)
