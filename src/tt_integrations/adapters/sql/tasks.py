from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.tasks import CLOSED, NewTask, TaskCard
from tt_integrations.domain.model.timesheet import ProjectId, Task, TaskId

_OPEN = Prepared(
    sa.select(tasks.c.id, tasks.c.name)
    .where(
        tasks.c.project_id == sa.bindparam("project"),
        *(tasks.c.status != status for status in CLOSED),
    )
    .order_by(tasks.c.id)
)
_CARD = sa.select(
    tasks.c.id,
    tasks.c.project_id,
    tasks.c.name,
    tasks.c.description,
    tasks.c.status,
    tasks.c.priority,
    tasks.c.tags,
    tasks.c.completed_at,
    tasks.c.external_ref,
)
_FIND = Prepared(_CARD.where(tasks.c.id == sa.bindparam("task")))
_LOCK = Prepared(_CARD.where(tasks.c.id == sa.bindparam("task")).with_for_update())
_REFERENCED = Prepared(
    _CARD.where(
        tasks.c.external_ref == sa.bindparam("reference"),
        tasks.c.project_id == sa.bindparam("project"),
    )
    .order_by(tasks.c.id)
    .limit(1)
)
_WRITTEN: dict[str, Any] = {
    "name": sa.bindparam("new_name"),
    "description": sa.bindparam("new_description"),
    "status": sa.bindparam("new_status"),
    "priority": sa.bindparam("new_priority"),
    "tags": sa.bindparam("new_tags"),
    "completed_at": sa.bindparam("new_completed"),
    "external_ref": sa.bindparam("new_reference"),
}
_ADD = Prepared(
    sa.insert(tasks)
    .values(
        project_id=sa.bindparam("project"),
        created_by=sa.bindparam("creator"),
        # said here: in an older host's own table these have no default of the database
        created_at=sa.func.current_timestamp(),
        updated_at=sa.func.current_timestamp(),
        **_WRITTEN,
    )
    .returning(tasks.c.id)
)
_CHANGE = Prepared(
    sa.update(tasks)
    .where(tasks.c.id == sa.bindparam("task"))
    .values(updated_at=sa.func.current_timestamp(), **_WRITTEN)
)


@frozen
class SqlTasks:
    driver: Driver
    storage: StorageZone

    def open_in(self, project: ProjectId) -> Sequence[Task]:
        rows = self.driver.rows(_OPEN, project=project)
        found = [Task(TaskId(number), name) for number, name in rows]
        # sorted here: databases disagree on letter case beyond ASCII
        return sorted(found, key=lambda task: task.name.casefold())

    def find(self, task: TaskId) -> TaskCard | None:
        row = self.driver.row(_FIND, task=task)
        return self._card(row) if row else None

    def referenced(self, project: ProjectId, reference: str) -> TaskCard | None:
        row = self.driver.row(_REFERENCED, project=project, reference=reference)
        return self._card(row) if row else None

    def add(self, new: NewTask) -> TaskCard:
        written = self._written(new)
        [row] = self.driver.rows(_ADD, project=new.project, creator=new.creator, **written)
        return TaskCard(
            id=TaskId(row[0]),
            project=new.project,
            name=new.name,
            description=new.description,
            status=new.status,
            priority=new.priority,
            tags=new.tags,
            completed=new.completed,
            reference=new.reference,
        )

    def change(self, was: TaskCard, becomes: TaskCard) -> None:
        row = self.driver.row(_LOCK, task=was.id)
        if row is None or self._card(row) != was:
            raise Conflict("the task was changed meanwhile")
        self.driver.run(_CHANGE, task=was.id, **self._written(becomes))

    def _card(self, row: Sequence[Any]) -> TaskCard:
        number, project, name, description, status, priority, tags, completed, reference = row
        return TaskCard(
            id=TaskId(number),
            project=ProjectId(project),
            name=name,
            description=description or "",
            status=status,
            priority=priority,
            tags=tuple(tag.strip() for tag in (tags or "").split(",") if tag.strip()),
            completed=self.storage.load_optional(completed),
            reference=reference,
        )

    def _written(self, task: TaskCard | NewTask) -> dict[str, Any]:
        return {
            "new_name": task.name,
            "new_description": task.description or None,
            "new_status": task.status,
            "new_priority": task.priority,
            "new_tags": ",".join(task.tags) or None,
            "new_completed": self.storage.store_optional(task.completed),
            "new_reference": task.reference,
        }
