from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import projects
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project, ProjectId

_ACTIVE = (
    sa.select(projects.c.id, projects.c.name, projects.c.billable)
    .where(projects.c.status == "active")
    .order_by(projects.c.id)
)
_ALL = Prepared(_ACTIVE)
_OWN = Prepared(_ACTIVE.where(projects.c.created_by == sa.bindparam("person")))


@frozen
class SqlProjects:
    """A plain user of the host may use the projects they created, an admin every one.

    Hosts with finer rights (roles, client portals, subcontractors) answer this port themselves: what we cannot
    see here we do not grant.
    """

    driver: Driver

    def usable_by(self, person: Person) -> Sequence[Project]:
        if person.sees_all:
            rows = self.driver.rows(_ALL)
        else:
            rows = self.driver.rows(_OWN, person=person.id)
        found = [Project(ProjectId(number), name, billable) for number, name, billable in rows]
        # sorted here: databases disagree on letter case beyond ASCII
        return sorted(found, key=lambda project: project.name.casefold())
