# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from contextlib import suppress

import pytest

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NewTimer, Project
from tt_integrations.ports.unit_of_work import Reading, Transaction
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import (
    ACME,
    DOOR,
    connected,
    new_connection,
    origin,
)
from tt_integrations.testing.contracts.ground import Ground

DIGEST = "d" * 64


class Broken(Exception):
    """What goes wrong in the middle of a test's transaction."""


class UnitOfWorkContract:
    def test_what_was_committed_lasts(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            _change_everything(tx, ada, web)
            tx.commit()
        assert _changed(ground, ada) == [True] * 4

    def test_changes_are_seen_within_their_transaction(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            _change_everything(tx, ada, web)
            assert _seen(tx, ada) == [True] * 4

    def test_what_was_not_committed_is_undone(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            _change_everything(tx, ada, web)
        assert _changed(ground, ada) == [False] * 4

    def test_an_exception_undoes_everything_and_goes_on_its_way(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)

        def breaks() -> None:
            with ground.unit_of_work() as tx:
                _change_everything(tx, ada, web)
                raise Broken

        with pytest.raises(Broken):
            breaks()
        assert _changed(ground, ada) == [False] * 4

    def test_an_early_return_undoes_everything(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)

        def leaves_early() -> None:
            with ground.unit_of_work() as tx:
                _change_everything(tx, ada, web)
                return

        leaves_early()
        assert _changed(ground, ada) == [False] * 4

    def test_after_a_conflict_the_transaction_goes_on(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            _change_everything(tx, ada, web)
            for again in (
                lambda: tx.timers.start(NewTimer(ada.id, web, MORNING)),
                lambda: tx.tokens.issue(ada.id, DIGEST, "again"),
                lambda: tx.connections.add(new_connection(ada, "k")),
            ):
                with pytest.raises(Conflict):
                    again()
            tx.commit()
        assert _changed(ground, ada) == [True] * 4

    def test_an_undone_transaction_leaves_the_earlier_one_as_it_was(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.connections.save(connection.id, {"room": "hall"})
            tx.commit()
        with ground.unit_of_work() as tx:
            tx.connections.save(connection.id, {"room": "attic"})
            tx.timers.start(NewTimer(ada.id, web, MORNING))
        with ground.unit_of_work.reading() as tx:
            found = tx.connections.owned(ACME, ada.id)
        assert found is not None
        assert found.settings == {"room": "hall"}

    def test_what_was_read_does_not_change_later(self, ground: Ground) -> None:
        ada, _ = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            before = tx.connections.owned(ACME, ada.id)
            tx.connections.save(connection.id, {"room": "hall"})
            tx.commit()
        assert before is not None
        assert (before.settings, connection.settings) == ({}, {})

    def test_reading_keeps_no_change(self, ground: Ground) -> None:
        """A store may refuse to write there, by whatever error it likes."""
        ada, web = _ada_and_web(ground)
        with suppress(Exception), ground.unit_of_work.reading() as tx:
            tx.timers.start(NewTimer(ada.id, web, MORNING))
            tx.tokens.issue(ada.id, DIGEST, "laptop")
            connection = tx.connections.add(new_connection(ada, "k"))
            tx.addresses.bind(connection.id, DOOR, ada.id)
        assert _changed(ground, ada) == [False] * 4

    def test_after_one_that_reads_another_may_write(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) is None
        with suppress(Broken), ground.unit_of_work.reading():
            raise Broken
        with ground.unit_of_work() as tx:
            tx.timers.start(NewTimer(ada.id, web, MORNING))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) is not None


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web")


def _change_everything(tx: Transaction, person: Person, project: Project) -> None:
    connection = connected(tx, person, "k")
    tx.addresses.bind(connection.id, DOOR, person.id)
    tx.timers.start(NewTimer(person.id, project, MORNING))
    tx.tokens.issue(person.id, DIGEST, "laptop")
    tx.inbox.claim(origin(connection.id))


def _seen(tx: Reading, person: Person) -> list[bool]:
    return [
        tx.timers.running(person.id) is not None,
        tx.connections.owned(ACME, person.id) is not None,
        bool(tx.addresses.routes(ACME, DOOR)),
        tx.tokens.holder(DIGEST) is not None,
    ]


def _changed(ground: Ground, person: Person) -> list[bool]:
    with ground.unit_of_work.reading() as tx:
        return _seen(tx, person)
