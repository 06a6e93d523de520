# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import Account, Member, NewMember
from tt_integrations.domain.model.people import Person
from tt_integrations.testing.contracts.ground import Ground

ADA, BEN = NewMember("ada", "Ada Lovelace", admin=True, zone="Asia/Tokyo"), NewMember("ben")


class RosterContract:
    def test_somebody_added_is_an_active_person_of_that_name_zone_and_sight(
        self, ground: Ground
    ) -> None:
        with ground.unit_of_work() as tx:
            number = tx.roster.add(ADA)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            found = tx.people.find(number)
        tokyo = ZoneInfo("Asia/Tokyo")
        assert found == Person(number, "Ada Lovelace", tokyo, active=True, sees_all=True)

    def test_somebody_without_a_name_is_called_by_their_username(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            found = tx.people.find(tx.roster.add(BEN))
        assert found is not None
        assert (found.name, found.sees_all) == ("ben", False)

    def test_a_person_is_known_by_exactly_their_username(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            ada, ben = tx.roster.add(ADA), tx.roster.add(BEN)
            assert (tx.roster.named("ada"), tx.roster.named("ben")) == (ada, ben)
            unknown = ("", "Ada", "ad", "ada ", "%", "Ada Lovelace")
            assert [tx.roster.named(name) for name in unknown] == [None] * len(unknown)

    def test_a_taken_username_raises_conflict_and_adds_nobody(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            ada = tx.roster.add(ADA)
            with pytest.raises(Conflict):
                tx.roster.add(NewMember("ada", "Another"))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [member.id for member in tx.roster.everybody()] == [ada]

    def test_everybody_is_told_by_username_with_what_whoever_runs_the_service_wants_to_know(
        self, ground: Ground
    ) -> None:
        with ground.unit_of_work() as tx:
            ben, ada = tx.roster.add(BEN), tx.roster.add(ADA)
            tx.accounts.set(Account(ben, "a hash"))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            everybody = list(tx.roster.everybody())
        assert everybody == [
            Member(ada, "ada", "Ada Lovelace", admin=True, active=True, has_password=False),
            Member(ben, "ben", "ben", admin=False, active=True, has_password=True),
        ]

    def test_where_nobody_is_there_is_nobody_to_tell_of(self, ground: Ground) -> None:
        with ground.unit_of_work.reading() as tx:
            assert list(tx.roster.everybody()) == []
