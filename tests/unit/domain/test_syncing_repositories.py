"""Repositories are found by the names that people gave them, and known by what never changes."""

from __future__ import annotations

import pytest
from attrs import evolve

from sync_desk import SyncDesk
from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.issues import Watched
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.usecases.working_connections import Ended


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def test_a_repository_is_looked_up_once_and_its_addresses_are_bound(desk: SyncDesk) -> None:
    assert desk.routes("id:1") == []
    desk.synced()
    desk.synced()
    assert desk.calls().count("repository acme/web") == 1
    assert desk.watched() == [Watched("acme/web", 1, called="acme/web")]
    assert desk.routes("id:1") == [desk.connection.id]


def test_a_repository_that_was_renamed_is_called_so_from_then_on(desk: SyncDesk) -> None:
    desk.open("A")
    desk.synced()
    desk.tracker.rename(desk.home, "acme/site")
    desk.open("B")
    assert ("1#2", "created") in desk.told()
    assert desk.again().settings["known"]["acme/web"]["called"] == "acme/site"
    assert (desk.routes("called:acme/site"), desk.routes("called:acme/web")) == (
        [desk.connection.id],
        [],
    )


def test_a_repository_that_is_known_already_is_not_stored_again(desk: SyncDesk) -> None:
    desk.open("A")
    desk.synced()
    before = desk.again()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.connections.MemoryConnections.save", None)
        learn = {"id": 1, "called": "acme/web"}
        same = desk.note(desk.connection.id, "acme/web", lambda known: evolve(known, **learn))
        gone = desk.note(desk.connection.id, "acme/gone", lambda known: evolve(known, **learn))
    assert same == gone == before


def test_nothing_is_noted_for_a_connection_that_is_gone_or_was_stopped(desk: SyncDesk) -> None:
    def learn(known: Watched) -> Watched:
        return evolve(known, id=1)

    with pytest.raises(Ended, match="was ended"):
        desk.note(ConnectionId(99), "acme/web", learn)
    desk.put(ConnectionState.PAUSED)
    with pytest.raises(Ended, match="is paused"):
        desk.note(desk.connection.id, "acme/web", learn)
    assert desk.watched() == [Watched("acme/web")]


def test_a_repository_out_of_sight_is_a_failed_decision_and_the_others_go_on(
    desk: SyncDesk,
) -> None:
    other, third = desk.tracker.add("acme/other"), desk.tracker.add("acme/third")
    watched = {"acme/gone": 1, "acme/other": 1, "acme/web": 1, "acme/third": 1}
    desk.set(watched=watched)
    desk.open("A")
    desk.tracker.open(third, "T")
    desk.synced()
    desk.tracker.hidden = {other.id}
    desk.open("B")
    told = desk.told()
    for name in ("acme/gone", "acme/other"):
        assert (name, "failed: repository is out of sight") in told
    assert ("1#2", "created") in told
    assert desk.runs()[-1].result is RunResult.DONE
    assert desk.last_sync()[1:] == (RunResult.PARTIAL, "2 could not be synced")
    assert sorted(desk.names()) == ["A", "B", "T"]


def test_what_somebody_else_noted_at_the_same_moment_is_not_stored_again(desk: SyncDesk) -> None:
    others: list[Connection | None] = []

    def learn(known: Watched) -> Watched:
        if not others:
            others.append(None)
            others.append(desk.note(desk.connection.id, "acme/web", learn))
        return evolve(known, id=1)

    stored = desk.note(desk.connection.id, "acme/web", learn)
    assert stored == others[1]
    assert desk.watched() == [Watched("acme/web", 1)]
