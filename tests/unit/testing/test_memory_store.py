"""What holds of the store in memory beyond the contracts."""

from __future__ import annotations

import json

import pytest
from attrs.exceptions import FrozenInstanceError

from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.timesheet import NewTimer
from tt_integrations.testing.contracts.examples import ACME, MORNING, between, connected
from tt_integrations.testing.memory import MemoryStore, unit_of_work


def test_what_was_read_cannot_be_changed() -> None:
    store = MemoryStore()
    ada = store.add_person()
    with store.unit_of_work.reading() as tx, pytest.raises(FrozenInstanceError):
        tx.people.find(ada.id).name = "Eve"


def test_changing_settings_that_were_read_changes_nothing_in_the_store() -> None:
    store = MemoryStore()
    ada = store.add_person()
    store.add_connection(ACME, ada, {"hours": [9, 17]}, works=True)
    with store.unit_of_work.reading() as tx:
        tx.connections.owned(ACME, ada.id).settings["hours"].append(23)
        assert tx.connections.owned(ACME, ada.id).settings == {"hours": [9, 17]}


def test_the_hosts_own_settings_are_copied() -> None:
    store, settings = MemoryStore(), {"hours": [9, 17]}
    ada = store.add_person()
    store.add_connection(ACME, ada, settings, works=True)
    settings["hours"].append(23)
    with store.unit_of_work.reading() as tx:
        assert tx.connections.owned(ACME, ada.id).settings == {"hours": [9, 17]}


def test_settings_are_kept_as_json_would_keep_them() -> None:
    store = MemoryStore()
    ada = store.add_person()
    with store.unit_of_work() as tx:
        connection = connected(tx, ada, "k")
        tx.connections.save(connection.id, {"pair": (1, 2)})
        assert tx.connections.owned(ACME, ada.id).settings == json.loads('{"pair": [1, 2]}')
        with pytest.raises(TypeError):
            tx.connections.save(connection.id, {"moment": MORNING})


def test_what_is_done_after_the_commit_is_lost() -> None:
    store = MemoryStore()
    ada = store.add_person()
    web = store.add_project(ada, "Web")
    with store.unit_of_work() as tx:
        tx.commit()
        tx.timers.start(NewTimer(ada.id, web, MORNING))
    with store.unit_of_work.reading() as tx:
        assert tx.timers.running(ada.id) is None


def test_a_reading_sees_one_moment() -> None:
    store = MemoryStore()
    ada = store.add_person()
    with store.unit_of_work.reading() as tx:
        store.add_finished_entry(ada, None, between(0, 1))
        assert list(tx.entries.within(ada.id, between(0, 1))) == []


def test_reading_cannot_be_committed() -> None:
    with MemoryStore().unit_of_work.reading() as tx, pytest.raises(TypeError):
        tx.commit()


def test_a_transaction_within_another_finds_the_store_locked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unit_of_work, "PATIENCE", 0.01)
    store = MemoryStore()
    with store.unit_of_work(), pytest.raises(StoreUnavailable), store.unit_of_work():
        pass


def test_two_stores_have_nothing_in_common() -> None:
    one, other = MemoryStore(), MemoryStore()
    ada = one.add_person()
    with other.unit_of_work.reading() as tx:
        assert tx.people.find(ada.id) is None
