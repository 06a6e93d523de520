"""What each person did last, in memory."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.changes import Deed
from tt_integrations.domain.model.people import PersonId
from tt_integrations.testing.memory.tables import Tables


@frozen
class MemoryDeeds:
    tables: Tables

    def last(self, person: PersonId) -> Deed | None:
        return self.tables.deeds.get(person)

    def remember(self, person: PersonId, deed: Deed) -> None:
        self.tables.deeds[person] = deed

    def forget(self, person: PersonId) -> None:
        self.tables.deeds.pop(person, None)
