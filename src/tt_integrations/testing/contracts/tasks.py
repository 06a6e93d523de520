# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

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
