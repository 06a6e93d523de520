"""What a job makes of a calendar's sync, and which provider's sync it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import define, evolve, field

from calendar_desk import CalendarDesk, meeting
from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.work import Done, Job, JobId, Sync
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.carry_out_sync import CarryOutSync
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.synchronize import Synchronize


@pytest.fixture
def desk() -> CalendarDesk:
    return CalendarDesk()


def carried_out(desk: CalendarDesk, *cares: Callable[[Connection], Cared | None]) -> object:
    sync = Synchronize(None, desk.sync, desk.settle)  # type: ignore[arg-type]  # the provider keeps calendars
    job = Job(JobId(1), desk.connection.id, Sync("schedule"), "k", desk.clock.now(), 1)
    return CarryOutSync(cares, sync, desk.settle)(job)


def test_what_a_care_changed_is_looked_at_before_the_sync(desk: CalendarDesk) -> None:
    def stop(connection: Connection) -> Cared:
        with desk.work() as tx:
            tx.connections.move(connection.id, ConnectionState.PAUSED)
            tx.commit()
        return Cared()

    assert carried_out(desk, lambda _: None) == Done()
    assert len(desk.runs()) == 1
    assert carried_out(desk, stop, lambda _: None) == Done()
    assert len(desk.runs()) == 1


def test_a_job_that_must_ask_is_done_and_the_connection_stays_degraded(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(10)))
    desk.synced()
    desk.wall.per_page = 20
    for n in range(7):
        desk.wall.delete(f"m{n}")
    assert carried_out(desk) == Done()
    assert carried_out(desk) == Done()
    assert desk.again().reason == "confirm 7 deletions"
    for n in range(7):
        desk.wall.put(meeting(f"m{n}"))
    assert carried_out(desk) == Done()
    assert desk.again().state is ConnectionState.ACTIVE
    assert len(desk.notes()) == 10


@define
class Issues:
    """In place of SyncIssues."""

    asked: list[ConnectionId] = field(factory=list)

    def find(self, number: ConnectionId) -> NotSynced:
        self.asked.append(number)
        return NotSynced("no repository is chosen")


def test_each_provider_is_synced_by_what_it_keeps(desk: CalendarDesk) -> None:
    issues, command = Issues(), SyncWanted(desk.connection.id, "asked for")
    elsewhere = evolve(desk.sync, find=evolve(desk.find, calendars={}))
    of_issues = Synchronize(issues, elsewhere, desk.settle)  # type: ignore[arg-type]
    assert of_issues(command) == NotSynced("no repository is chosen")
    assert issues.asked == [desk.connection.id]
    of_events = Synchronize(issues, desk.sync, desk.settle)  # type: ignore[arg-type]
    assert isinstance(of_events(command), Synced)
    nobodys = SyncWanted(ConnectionId(99), "asked for")
    assert isinstance(of_events(nobodys), NotSynced)
    assert len(issues.asked) == 1
