"""Syncs of issues over every store of ours, and what the host finds in its own columns after them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sql_ground import SqlGround, of_its_own

from busy_tracker import BusyTracker
from sync_desk import SyncDesk
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.own_tables import links
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Done
from tt_integrations.testing.contracts import Ground


@pytest.fixture
def desk(ground: Ground) -> SyncDesk:
    return SyncDesk(ground)


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def host(request: pytest.FixtureRequest) -> SqlGround:
    return of_its_own(request.getfixturevalue(request.param))


def row(host: SqlGround) -> Mapping[str, object]:
    columns = (
        integrations.c.last_sync_at,
        integrations.c.last_sync_status,
        integrations.c.last_error,
    )
    with host.transactions() as connection:
        return dict(connection.execute(sa.select(*columns)).mappings().one())


def stored_links(host: SqlGround) -> list[str]:
    with host.transactions() as connection:
        return sorted(connection.execute(sa.select(links.c.remote)).scalars())


def test_a_life_of_issues_is_followed_day_by_day(desk: SyncDesk) -> None:
    first, second, third = desk.open("A", "B", "C")
    assert desk.carry_out(desk.job()) == Done()
    desk.tracker.edit(first, title="A, edited")
    desk.tracker.delete(second)
    desk.tracker.close(third)
    assert {sentence for _, sentence in desk.told()} == {
        "updated: name",
        "updated: status, completed",
    }
    desk.tomorrow()
    assert desk.told() == [("1#2", "removed: deleted there")]
    assert [(card.name, card.status) for card in desk.tasks()] == [
        ("A, edited", "todo"),
        ("B", "cancelled"),
        ("C", "done"),
    ]
    assert desk.synced() == []


def test_a_sync_that_fails_half_way_goes_on_where_it_stopped(desk: SyncDesk) -> None:
    desk.open(*"ABCDE")
    desk.tracker.fails = [None, None, ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    assert desk.names() == ["A", "B", "C"]
    desk.synced()
    assert desk.names() == list("ABCDE")
    assert [run.result for run in desk.runs()] == [RunResult.PARTIAL, RunResult.DONE]


def test_a_connection_is_queued_once_until_it_is_due_again(desk: SyncDesk) -> None:
    assert [desk.queue(), desk.queue()] == [1, 0]
    desk.tomorrow()
    with desk.work() as tx:
        job = tx.jobs.take(desk.clock.now(), timedelta(minutes=1))
        assert job is not None
        tx.jobs.finish(job)
        tx.commit()
    assert [desk.queue(), desk.queue()] == [1, 0]


def test_what_is_ignored_or_in_trouble_leaves_no_link(host: SqlGround) -> None:
    desk = SyncDesk(host)
    desk.set(label_filter="track")
    desk.open("ignored")
    made = desk.tracker.open(desk.home, "A", labels=("track",))
    desk.synced()
    assert stored_links(host) == ["1#2"]
    desk.tracker.edit(made, title="A, edited")
    desk.work = BusyTracker(desk.work, times=3)
    assert [each.sentence for each in desk.synced()][-1].startswith("failed: ")
    assert stored_links(host) == ["1#2"]


def test_an_issue_that_meets_a_task_which_is_changed_all_the_time_leaves_no_link(
    host: SqlGround,
) -> None:
    desk = SyncDesk(host)
    host.add_task(desk.web, "A", reference="acme_issue_1")
    desk.tracker.open(desk.home, "A", body="")
    quiet, desk.work = desk.work, BusyTracker(desk.work, times=3)
    assert [each.sentence[:6] for each in desk.synced()] == ["failed"]
    assert stored_links(host) == []
    desk.work = quiet
    desk.synced()
    assert stored_links(host) == ["1#1"]


def test_the_host_is_told_how_the_last_sync_went_in_its_own_words(host: SqlGround) -> None:
    desk = SyncDesk(host)
    desk.open(*"ABCDE")
    desk.tracker.fails = [ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    now = desk.clock.now().replace(tzinfo=None)
    told = {"last_sync_at": now, "last_sync_status": "error", "last_error": "away"}
    assert row(host) == told
    desk.tracker.fails = [None, None, ProviderUnavailable("busy")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    assert row(host) == {**told, "last_sync_status": "partial", "last_error": "busy"}
    desk.synced()
    assert row(host) == {**told, "last_sync_status": "success", "last_error": None}
