"""Somebody asks for a sync at the moment when the service does one by itself."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import define, evolve
from house import VAULT

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.sync_issues import NotSynced, SyncWanted
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http import syncing_now
from tt_integrations.entrypoints.http.syncing_now import MORE_TRIES, synced_now
from tt_integrations.testing.memory import MemoryStore

DONE = NotSynced("nothing is chosen")


@define
class Busy:
    """In the way for so many tries."""

    times: int
    asked: int = 0

    def __call__(self, wanted: SyncWanted) -> NotSynced:
        assert wanted == SyncWanted(ConnectionId(7), "asked for")
        self.asked += 1
        if self.asked <= self.times:
            raise Conflict("somebody else")
        return DONE


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setattr(syncing_now, "PAUSE", 0)
    return build(Parts(MemoryStore().unit_of_work, VAULT))


@pytest.mark.parametrize("times", [0, 1, MORE_TRIES])
def test_one_that_is_under_way_is_waited_for(application: Any, times: int) -> None:
    busy = Busy(times)
    assert synced_now(evolve(application, sync=busy), ConnectionId(7)) == DONE
    assert busy.asked == times + 1


def test_nobody_waits_for_ever(application: Any) -> None:
    with pytest.raises(Conflict):
        synced_now(evolve(application, sync=Busy(MORE_TRIES + 1)), ConnectionId(7))
