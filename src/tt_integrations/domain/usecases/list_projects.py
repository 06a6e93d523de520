"""The projects that a person may choose from."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class ListProjects:
    unit_of_work: UnitOfWork

    def __call__(self, person: Person) -> Sequence[Project]:
        """As `Projects.usable_by`."""
        with self.unit_of_work.reading() as tx:
            return tx.projects.usable_by(person)
