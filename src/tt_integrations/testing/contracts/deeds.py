# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.people import Person, Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, Task, TaskId, Timer
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground


class DeedsContract:
    def test_nobody_has_a_last_deed_before_they_do_something(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work.reading() as tx:
            assert tx.deeds.last(ada.id) is None

    def test_a_deed_is_remembered_with_all_that_it_changed(self, ground: Ground) -> None:
        ada, deed = _a_deed(ground)
        _remember(ground, ada, deed)
        with ground.unit_of_work.reading() as tx:
            assert tx.deeds.last(ada.id) == deed

    def test_only_the_last_deed_is_remembered(self, ground: Ground) -> None:
        ada, deed = _a_deed(ground)
        later = evolve(deed, word="stop", done_at=at(3), changes=deed.changes[:1])
        for each in (deed, later):
            _remember(ground, ada, each)
        with ground.unit_of_work.reading() as tx:
            assert tx.deeds.last(ada.id) == later

    def test_a_deed_is_remembered_to_the_microsecond(self, ground: Ground) -> None:
        ada, deed = _a_deed(ground)
        exact = evolve(deed, done_at=MORNING + timedelta(microseconds=123_457))
        _remember(ground, ada, exact)
        with ground.unit_of_work.reading() as tx:
            assert tx.deeds.last(ada.id) == exact

    def test_a_forgotten_deed_is_no_last_deed(self, ground: Ground) -> None:
        ada, deed = _a_deed(ground)
        _remember(ground, ada, deed)
        with ground.unit_of_work() as tx:
            tx.deeds.forget(ada.id)
            assert tx.deeds.last(ada.id) is None
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.deeds.last(ada.id) is None

    def test_forgetting_where_there_is_nothing_changes_nothing(self, ground: Ground) -> None:
        ada, deed = _a_deed(ground)
        ben = ground.add_person("Ben")
        _remember(ground, ada, deed)
        with ground.unit_of_work() as tx:
            tx.deeds.forget(ben.id)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert (tx.deeds.last(ada.id), tx.deeds.last(ben.id)) == (deed, None)


def _a_deed(ground: Ground) -> tuple[Person, Deed]:
    """Of every kind of change, of which the second names all that can be named."""
    ada = ground.add_person()
    web = Project(ground.add_project(ada, "Wéb").id, "Wéb", billable=False)
    bare = Timer(EntryId(1), ada.id, None, MORNING)
    full = Timer(
        id=EntryId(2),
        person=ada.id,
        project=web,
        started=MORNING + timedelta(microseconds=1),
        paused_at=at(1),
        breaks=timedelta(minutes=5, microseconds=7),
        task=Task(TaskId(3), "Build"),
        note="one\ntwo",
        billable=False,
    )
    entry = full.stopped(at(2), Rounding(15))
    changes = Change(full, entry), Change(None, bare), Change(bare, evolve(bare, note="n"))
    return ada, Deed("switch", at(2), (*changes, Change(None, entry)))


def _remember(ground: Ground, person: Person, deed: Deed) -> None:
    with ground.unit_of_work() as tx:
        tx.deeds.remember(person.id, deed)
        tx.commit()
