# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

from tt_integrations.testing.contracts.ground import Ground


class ProjectsContract:
    def test_a_person_may_use_the_projects_the_host_grants_them_and_no_others(
        self, ground: Ground
    ) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        web = ground.add_project(ada, "Web")
        ground.add_project(ben, "Mobile")
        with ground.unit_of_work.reading() as tx:
            assert list(tx.projects.usable_by(ada)) == [web]

    def test_somebody_who_sees_all_may_use_every_active_project(self, ground: Ground) -> None:
        ada, boss = ground.add_person("Ada"), ground.add_person("Boss", sees_all=True)
        theirs, own = ground.add_project(ada, "Web"), ground.add_project(boss, "Office")
        ground.add_project(ada, "Old web", status="archived")
        with ground.unit_of_work.reading() as tx:
            assert list(tx.projects.usable_by(boss)) == [own, theirs]

    @pytest.mark.parametrize("status", ["inactive", "archived", "completed"])
    def test_a_project_that_is_not_active_is_of_no_use_to_anybody(
        self, ground: Ground, status: str
    ) -> None:
        ada, boss = ground.add_person("Ada"), ground.add_person("Boss", sees_all=True)
        ground.add_project(ada, "Web", status)
        with ground.unit_of_work.reading() as tx:
            assert [*tx.projects.usable_by(ada), *tx.projects.usable_by(boss)] == []

    @pytest.mark.parametrize("billable", [True, False])
    def test_a_project_is_billable_or_not(self, ground: Ground, *, billable: bool) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web", billable=billable)
        with ground.unit_of_work.reading() as tx:
            assert list(tx.projects.usable_by(ada)) == [web]
        assert web.billable is billable

    def test_projects_come_by_name_whatever_the_letter_case(self, ground: Ground) -> None:
        ada = ground.add_person()
        for name in ("zebra", "Alpha", "beta", "Ärger", "ÄPFEL", "Zoo"):
            ground.add_project(ada, name)
        with ground.unit_of_work.reading() as tx:
            names = [project.name for project in tx.projects.usable_by(ada)]
        assert names == ["Alpha", "beta", "zebra", "Zoo", "ÄPFEL", "Ärger"]

    def test_projects_of_one_name_come_by_id(self, ground: Ground) -> None:
        ada = ground.add_person()
        added = [ground.add_project(ada, name) for name in ("Web", "web", "WEB")]
        with ground.unit_of_work.reading() as tx:
            assert list(tx.projects.usable_by(ada)) == sorted(added, key=lambda p: p.id)
