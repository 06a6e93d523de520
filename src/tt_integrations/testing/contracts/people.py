# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from zoneinfo import ZoneInfo

from tt_integrations.domain.model.people import PersonId, Rounding, RoundingMethod
from tt_integrations.testing.contracts.ground import Ground

TOKYO = ZoneInfo("Asia/Tokyo")
QUARTERS = Rounding(15, RoundingMethod.UP)


class PeopleContract:
    def test_a_person_is_found_by_their_id(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work.reading() as tx:
            assert tx.people.find(ada.id) == ada
            assert tx.people.find(ben.id) == ben

    def test_a_person_is_found_with_their_zone_and_rounding_and_sight(self, ground: Ground) -> None:
        ada = ground.add_person("Ada", zone=TOKYO, sees_all=True, rounding=QUARTERS)
        with ground.unit_of_work.reading() as tx:
            found = tx.people.find(ada.id)
        assert found is not None
        assert (found.zone, found.rounding, found.sees_all) == (TOKYO, QUARTERS, True)

    def test_a_deactivated_person_is_found_as_such(self, ground: Ground) -> None:
        gone = ground.add_person("Gone", active=False)
        with ground.unit_of_work.reading() as tx:
            found = tx.people.find(gone.id)
        assert found == gone
        assert not gone.active

    def test_nobody_is_found_under_an_unknown_id(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work.reading() as tx:
            assert tx.people.find(PersonId(ada.id + 1000)) is None
