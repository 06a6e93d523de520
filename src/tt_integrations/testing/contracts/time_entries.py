# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

from tt_integrations.domain.model.timesheet import NOTHING, NewEntry, NewTimer, TimeEntry
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import between
from tt_integrations.testing.contracts.ground import Ground


class TimeEntriesContract:
    def test_finished_entries_come_whole_with_what_they_are_worth(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        long = ground.add_finished_entry(ada, web, between(-5, 5), timedelta(minutes=30))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == [long]
        assert long.worked == timedelta(hours=9, minutes=30)

    def test_work_without_a_project_counts_too(self, ground: Ground) -> None:
        ada = ground.add_person()
        entry = ground.add_finished_entry(ada, None, between(0, 1))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == [entry]
        assert entry.project is None

    def test_an_entry_that_touches_the_span_only_at_its_edge_does_not_overlap_it(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        ground.add_finished_entry(ada, None, between(-1, 0))
        ground.add_finished_entry(ada, None, between(1, 2))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == []

    def test_an_entry_that_reaches_a_moment_into_the_span_overlaps_it(self, ground: Ground) -> None:
        ada = ground.add_person()
        second = 1 / 3600
        before = ground.add_finished_entry(ada, None, between(-1, second))
        after = ground.add_finished_entry(ada, None, between(1 - second, 2))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == [before, after]

    def test_entries_come_in_the_order_they_began_then_by_id(self, ground: Ground) -> None:
        ada = ground.add_person()
        spans = [between(2, 3), between(0, 3), between(2, 2.5), between(1, 3)]
        late, first, twin, middle = (ground.add_finished_entry(ada, None, s) for s in spans)
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 4))) == [first, middle, late, twin]

    def test_a_running_timer_is_no_finished_entry(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        with ground.unit_of_work() as tx:
            tx.timers.start(NewTimer(ada.id, web, MORNING))
            assert list(tx.entries.within(ada.id, between(-1, 1))) == []

    def test_work_that_is_written_down_is_a_finished_entry(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web", billable=False)
        build = ground.add_task(web, "Build")
        new = NewEntry(ada.id, web, between(0, 1), timedelta(minutes=45), build, "the walls")
        with ground.unit_of_work() as tx:
            added = tx.entries.add(new)
            assert list(tx.entries.within(ada.id, between(0, 1))) == [added]
            tx.commit()
        assert added == TimeEntry(
            added.id,
            ada.id,
            web,
            new.span.start,
            new.span.end,
            NOTHING,
            new.worked,
            build,
            "the walls",
            billable=False,
        )
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == [added]
            assert tx.timers.running(ada.id) is None

    def test_work_that_is_written_down_may_overlap_other_work(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        new = NewEntry(ada.id, web, between(0, 1), timedelta(hours=1))
        with ground.unit_of_work() as tx:
            tx.timers.start(NewTimer(ada.id, web, MORNING))
            first, second = tx.entries.add(new), tx.entries.add(new)
            assert list(tx.entries.within(ada.id, between(0, 1))) == [first, second]
            tx.commit()

    def test_what_is_reserved_is_what_there_is_within_the_span(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        web = ground.add_project(ada, "Web")
        first, _ = (ground.add_finished_entry(each, None, between(0, 1)) for each in (ada, ben))
        with ground.unit_of_work() as tx:
            second = tx.entries.add(NewEntry(ada.id, web, between(1, 2), timedelta(hours=1)))
            spans = between(0, 1), between(0, 2), between(2, 3)
            reserved = [list(tx.entries.reserve(ada.id, span)) for span in spans]
        assert reserved == [[first], [first, second], []]

    def test_nobody_sees_the_entries_of_somebody_else(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        ground.add_finished_entry(ben, None, between(0, 1))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 1))) == []
