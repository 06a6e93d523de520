"""Several processes sync one connection at once: nothing is done twice, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from calendar_desk import CalendarDesk, meeting
from parrot import at_liberty
from sync_desk import SyncDesk
from tt_integrations.domain.errors import Conflict, StoreUnavailable
from tt_integrations.domain.model.runs import Action
from tt_integrations.testing.contracts import Ground
from wall_calendar import MAIN

AT_ONCE = 6


def test_issues_that_are_synced_by_several_at_once_become_one_task_each(own_ground: Ground) -> None:
    desk = SyncDesk(own_ground)
    desk.tracker.in_transaction = at_liberty  # somebody else's may be
    titles = [f"Issue {number}" for number in range(12)]
    desk.open(*titles)

    def sync(_: int) -> None:
        with suppress(Conflict, StoreUnavailable):
            desk.try_sync()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sync, range(AT_ONCE)))
    desk.synced()
    assert sorted(desk.names()) == sorted(titles)
    assert sum(run.count(Action.CREATED) for run in desk.runs()) == len(titles)


def test_connections_that_are_queued_by_several_at_once_have_one_job_each(
    own_ground: Ground,
) -> None:
    desk = SyncDesk(own_ground)
    for number in range(5):
        desk.connect(own_ground.add_person(f"P{number}"), {})

    def queue(_: int) -> int:
        with suppress(StoreUnavailable):
            return desk.queue()
        return 0

    with ThreadPoolExecutor(AT_ONCE) as pool:
        stored = sum(pool.map(queue, range(AT_ONCE)))
    assert stored + desk.queue() == 6


def test_events_that_are_read_by_several_at_once_become_one_entry_each(own_ground: Ground) -> None:
    desk = CalendarDesk(own_ground)
    desk.wall.in_transaction = at_liberty
    desk.wall.per_page = 20
    desk.wall.put(*(meeting(f"m{n}", -2000 + 10 * n, -1995 + 10 * n) for n in range(50)))
    start = Barrier(AT_ONCE)

    def all_have_the_first_page() -> None:
        with suppress(BrokenBarrierError):
            start.wait(1)

    def sync(_: int) -> None:
        with suppress(Conflict, StoreUnavailable):
            desk.try_sync()

    desk.wall.meanwhile = all_have_the_first_page
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sync, range(AT_ONCE)))
    desk.wall.meanwhile = lambda: None
    desk.synced()
    assert Counter(desk.notes()) == {f"Meeting m{n} [gcal:m{n}]": 1 for n in range(50)}
    assert desk.cursor(f"calendar:{MAIN}")["token"]
    assert sum(run.count(Action.CREATED) for run in desk.runs()) == 50
