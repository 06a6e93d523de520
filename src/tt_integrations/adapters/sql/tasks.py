from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.timesheet import ProjectId, Task, TaskId

_OPEN = Prepared(
    sa.select(tasks.c.id, tasks.c.name)
    .where(
        tasks.c.project_id == sa.bindparam("project"),
        tasks.c.status != "done",
        tasks.c.status != "cancelled",
    )
    .order_by(tasks.c.id)
)


@frozen
class SqlTasks:
    driver: Driver

    def open_in(self, project: ProjectId) -> Sequence[Task]:
        rows = self.driver.rows(_OPEN, project=project)
        found = [Task(TaskId(number), name) for number, name in rows]
        # sorted here: databases disagree on letter case beyond ASCII
        return sorted(found, key=lambda task: task.name.casefold())
