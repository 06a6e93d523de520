"""The host's tasks in memory."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.tasks import CLOSED, NewTask, TaskCard
from tt_integrations.domain.model.timesheet import ProjectId, Task, TaskId
from tt_integrations.testing.memory.tables import Tables, TaskRow, next_number


@frozen
class MemoryTasks:
    tables: Tables

    def open_in(self, project: ProjectId) -> Sequence[Task]:
        tasks = [
            Task(row.id, row.name)
            for row in self.tables.tasks.values()
            if row.project == project and row.status not in CLOSED
        ]
        return sorted(tasks, key=lambda task: (task.name.casefold(), task.id))

    def find(self, task: TaskId) -> TaskCard | None:
        row = self.tables.tasks.get(task)
        return row.noun() if row else None

    def referenced(self, project: ProjectId, reference: str) -> TaskCard | None:
        rows = sorted(self.tables.tasks.values(), key=lambda row: row.id)
        its = (row for row in rows if (row.project, row.reference) == (project, reference))
        row = next(its, None)
        return row.noun() if row else None

    def add(self, new: NewTask) -> TaskCard:
        row = TaskRow(
            id=TaskId(next_number(self.tables.tasks)),
            project=new.project,
            name=new.name,
            status=new.status,
            description=new.description,
            priority=new.priority,
            tags=new.tags,
            completed=new.completed,
            reference=new.reference,
        )
        self.tables.tasks[row.id] = row
        return row.noun()

    def change(self, was: TaskCard, becomes: TaskCard) -> None:
        row = self.tables.tasks.get(was.id)
        if row is None or row.noun() != was:
            raise Conflict("the task was changed meanwhile")
        self.tables.tasks[was.id] = evolve(
            row,
            name=becomes.name,
            status=becomes.status,
            description=becomes.description,
            priority=becomes.priority,
            tags=becomes.tags,
            completed=becomes.completed,
            reference=becomes.reference,
        )
