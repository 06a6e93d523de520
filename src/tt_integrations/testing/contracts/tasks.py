# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.tasks import NewTask, TaskCard
from tt_integrations.domain.model.timesheet import Project, TaskId
from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground


class TasksContract:
    def test_a_project_has_its_own_tasks_and_no_others(self, ground: Ground) -> None:
        ada = ground.add_person()
        web, mobile = ground.add_project(ada, "Web"), ground.add_project(ada, "Mobile")
        build = ground.add_task(web, "Build")
        ground.add_task(mobile, "Build")
        with ground.unit_of_work.reading() as tx:
            assert list(tx.tasks.open_in(web.id)) == [build]

    @pytest.mark.parametrize("status", ["todo", "in_progress", "review"])
    def test_a_task_under_way_is_open(self, ground: Ground, status: str) -> None:
        web = ground.add_project(ground.add_person(), "Web")
        build = ground.add_task(web, "Build", status)
        with ground.unit_of_work.reading() as tx:
            assert list(tx.tasks.open_in(web.id)) == [build]

    @pytest.mark.parametrize("status", ["done", "cancelled"])
    def test_a_task_that_is_done_or_cancelled_is_not_open(
        self, ground: Ground, status: str
    ) -> None:
        web = ground.add_project(ground.add_person(), "Web")
        ground.add_task(web, "Build", status)
        with ground.unit_of_work.reading() as tx:
            assert list(tx.tasks.open_in(web.id)) == []

    def test_tasks_come_by_name_whatever_the_letter_case(self, ground: Ground) -> None:
        web = ground.add_project(ground.add_person(), "Web")
        for name in ("zebra", "Alpha", "beta", "Ärger", "ÄPFEL", "Zoo"):
            ground.add_task(web, name)
        with ground.unit_of_work.reading() as tx:
            names = [task.name for task in tx.tasks.open_in(web.id)]
        assert names == ["Alpha", "beta", "zebra", "Zoo", "ÄPFEL", "Ärger"]

    def test_tasks_of_one_name_come_by_id(self, ground: Ground) -> None:
        web = ground.add_project(ground.add_person(), "Web")
        added = [ground.add_task(web, name) for name in ("Build", "build", "BUILD")]
        with ground.unit_of_work.reading() as tx:
            assert list(tx.tasks.open_in(web.id)) == sorted(added, key=lambda task: task.id)


class TaskCardsContract:
    def test_a_task_of_the_host_is_found_in_any_status(self, ground: Ground) -> None:
        _, web = _ada_and_web(ground)
        task = ground.add_task(web, "Build", "blocked", reference="old_7")
        with ground.unit_of_work.reading() as tx:
            found = tx.tasks.find(task.id)
        assert found == TaskCard(
            task.id, web.id, "Build", "", "blocked", "medium", (), None, "old_7"
        )

    def test_what_is_made_is_found_as_it_was_made(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        new = NewTask(
            project=web.id,
            name="n" * 200,
            description="two\nlines, " + "d" * 2000,
            status="done",
            priority="high",
            tags=("back end", "ÄÖ"),
            reference="ref_7",
            creator=ada.id,
            completed=at(1),
        )
        made = _add(ground, new)
        assert made == TaskCard(
            made.id,
            web.id,
            new.name,
            new.description,
            "done",
            "high",
            ("back end", "ÄÖ"),
            at(1),
            "ref_7",
        )
        with ground.unit_of_work.reading() as tx:
            assert tx.tasks.find(made.id) == made
            assert list(tx.tasks.open_in(web.id)) == []

    def test_there_is_no_task_of_an_unknown_id(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        made = _add(ground, _new(ada, web))
        with ground.unit_of_work.reading() as tx:
            assert tx.tasks.find(TaskId(made.id + 1)) is None

    def test_the_oldest_task_of_exactly_that_reference_in_the_project_is_found(
        self, ground: Ground
    ) -> None:
        ada, web = _ada_and_web(ground)
        mobile = ground.add_project(ada, "Mobile")
        ground.add_task(mobile, "elsewhere", reference="ref_7")
        ground.add_task(web, "another number", reference="ref_70")
        first = ground.add_task(web, "first", "cancelled", reference="ref_7")
        ground.add_task(web, "second", reference="ref_7")
        with ground.unit_of_work.reading() as tx:
            found = tx.tasks.referenced(web.id, "ref_7")
            assert (found and found.id) == first.id
            for other in ("ref_", "REF_7", "ref%", "ref_8"):
                assert tx.tasks.referenced(web.id, other) is None

    @pytest.mark.parametrize(
        "becomes",
        [
            lambda card: evolve(card, name="other"),
            lambda card: evolve(card, description=""),
            lambda card: evolve(card, description="other"),
            lambda card: evolve(card, status="done", completed=at(2)),
            lambda card: evolve(card, status="of the host's own"),
            lambda card: evolve(card, priority="urgent"),
            lambda card: evolve(card, tags=()),
            lambda card: evolve(card, tags=("a", "b")),
            lambda card: evolve(card, reference="ref_8"),
        ],
    )
    def test_a_task_can_become_otherwise_and_be_as_before_again(
        self, ground: Ground, becomes: Callable[[TaskCard], TaskCard]
    ) -> None:
        card = _add(ground, _new(*_ada_and_web(ground)))
        for was, then in ((card, becomes(card)), (becomes(card), card)):
            _change(ground, was, then)
            assert _found(ground, card) == then

    @pytest.mark.parametrize(
        "otherwise",
        [
            lambda card: evolve(card, name="other"),
            lambda card: evolve(card, description="other"),
            lambda card: evolve(card, status="review"),
            lambda card: evolve(card, priority="high"),
            lambda card: evolve(card, tags=("other",)),
            lambda card: evolve(card, reference=None),
            lambda card: evolve(card, id=TaskId(card.id + 1)),
        ],
    )
    def test_changing_a_task_that_is_otherwise_or_gone_raises_conflict_and_changes_nothing(
        self, ground: Ground, otherwise: Callable[[TaskCard], TaskCard]
    ) -> None:
        card = _add(ground, _new(*_ada_and_web(ground)))
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.tasks.change(otherwise(card), evolve(card, name="changed"))
            assert tx.tasks.find(card.id) == card
            tx.commit()
        assert _found(ground, card) == card

    def test_other_tasks_stay_as_they_are(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        card, other = _add(ground, _new(ada, web)), _add(ground, _new(ada, web))
        _change(ground, card, evolve(card, name="changed"))
        assert _found(ground, other) == other


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web")


def _new(creator: Person, project: Project) -> NewTask:
    return NewTask(
        project=project.id,
        name="Build",
        description="the walls",
        status="todo",
        priority="low",
        tags=("stone",),
        reference="ref_7",
        creator=creator.id,
    )


def _add(ground: Ground, new: NewTask) -> TaskCard:
    with ground.unit_of_work() as tx:
        card = tx.tasks.add(new)
        tx.commit()
    return card


def _change(ground: Ground, was: TaskCard, becomes: TaskCard) -> None:
    with ground.unit_of_work() as tx:
        tx.tasks.change(was, becomes)
        tx.commit()


def _found(ground: Ground, card: TaskCard) -> TaskCard | None:
    with ground.unit_of_work.reading() as tx:
        return tx.tasks.find(card.id)
