# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import Session
from tt_integrations.domain.model.people import Person
from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground

ONE, TWO, UNKNOWN = "1" * 64, "2" * 64, "3" * 64
MOMENT = timedelta(microseconds=1)


def session(person: Person, digest: str = ONE) -> Session:
    """Good until an hour after MORNING, and never longer than two."""
    return Session(digest, person.id, at(1), at(2))


class SessionsContract:
    def test_a_session_that_was_begun_is_found_by_its_digest(self, ground: Ground) -> None:
        begun = evolve(session(ground.add_person()), expires=at(1) + MOMENT)
        with ground.unit_of_work() as tx:
            tx.sessions.begin(begun)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            found = tx.sessions.of(ONE, at(0))
        assert found == begun
        assert found is not None
        assert found.expires.utcoffset() == found.ends.utcoffset() == timedelta(0)

    def test_a_session_is_good_until_the_moment_it_expires(self, ground: Ground) -> None:
        begun = session(ground.add_person())
        with ground.unit_of_work() as tx:
            tx.sessions.begin(begun)
            assert tx.sessions.of(ONE, at(1) - MOMENT) == begun
            assert tx.sessions.of(ONE, at(1)) is None

    def test_an_unknown_digest_is_no_session(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.sessions.begin(session(ada))
            unknown = (UNKNOWN, "", ONE[:-1], "%")
            assert [tx.sessions.of(digest, at(0)) for digest in unknown] == [None] * len(unknown)

    def test_a_known_digest_raises_conflict_and_the_session_stays_whose_it_was(
        self, ground: Ground
    ) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            tx.sessions.begin(session(ada))
            with pytest.raises(Conflict):
                tx.sessions.begin(session(ben))
            assert tx.sessions.of(ONE, at(0)) == session(ada)

    def test_a_session_that_is_put_off_expires_then(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.sessions.begin(session(ada))
            tx.sessions.begin(session(ada, TWO))
            tx.sessions.put_off(ONE, at(1.5))
            tx.sessions.put_off(UNKNOWN, at(1.5))
            assert tx.sessions.of(ONE, at(1)) == evolve(session(ada), expires=at(1.5))
            assert tx.sessions.of(TWO, at(1)) is None

    def test_a_session_that_was_ended_is_none(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.sessions.begin(session(ada))
            tx.sessions.begin(session(ada, TWO))
            tx.sessions.end(ONE)
            tx.sessions.end(UNKNOWN)
            assert tx.sessions.of(ONE, at(0)) is None
            assert tx.sessions.of(TWO, at(0)) == session(ada, TWO)

    def test_to_end_all_of_a_person_ends_nobody_elses(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            for each in (session(ada), session(ada, TWO), session(ben, UNKNOWN)):
                tx.sessions.begin(each)
            tx.sessions.end_all(ada.id)
            found = [tx.sessions.of(digest, at(0)) for digest in (ONE, TWO, UNKNOWN)]
        assert found == [None, None, session(ben, UNKNOWN)]

    def test_to_forget_drops_those_that_expired_before_that_moment(self, ground: Ground) -> None:
        ada = ground.add_person()
        expiring = {"old": at(-1), "just before": at(0) - MOMENT, "then": at(0)}
        with ground.unit_of_work() as tx:
            for digest, expires in expiring.items():
                tx.sessions.begin(evolve(session(ada, digest), expires=expires))
            assert tx.sessions.forget(at(0)) == len(("old", "just before"))
            found = [tx.sessions.of(digest, at(-9)) for digest in expiring]
        assert [each and each.digest for each in found] == [None, None, "then"]
