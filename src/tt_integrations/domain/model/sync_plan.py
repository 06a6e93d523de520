"""What a sync would do: one step an item, and one decision a step. A preview shows the plan, and apply does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from hashlib import sha256
from typing import TypeVar

from attrs import evolve, frozen

from tt_integrations.domain.model.calendar_rules import CalendarRules
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_steps import (
    AddEntry,
    Nothing,
    RemoveEntry,
    RemoveEvent,
    Step,
)
from tt_integrations.domain.model.runs import Decided
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId

FEW, SHARE = 5, 30
"""So many removals, and so many in a hundred, are done without asking."""
OneKind = TypeVar("OneKind", bound=Step)


@frozen
class SyncTerms:
    """What stays the same all through a sync. `exporter`: a text of this connection's own, random, without `:`.
    `projects`: those that the person may use."""

    connection: ConnectionId
    person: PersonId
    rules: CalendarRules
    exporter: str
    projects: Mapping[ProjectId, Project]
    now: datetime

    def project(self, calendar: str) -> Project | None:
        """Where the events of that calendar become entries."""
        chosen = self.rules.project(calendar)
        return None if chosen is None else self.projects.get(chosen)


@frozen
class Plan:
    """The steps in the order of their items. Those of one kind may be done in one go."""

    steps: tuple[Step, ...] = ()

    @property
    def decisions(self) -> tuple[Decided, ...]:
        """Exactly one an item."""
        return tuple(step.decided for step in self.steps)

    @property
    def links(self) -> tuple[Link, ...]:
        """What is to be stored, each link as it ends up."""
        found = (step.link for step in self.steps if not isinstance(step, Nothing))
        return tuple({link.remote: link for link in found if link}.values())

    @property
    def removals(self) -> int:
        """How many entries and events would be gone."""
        return len(self.of(RemoveEntry)) + len(self.of(RemoveEvent))

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do, and nothing to note down but the decisions."""
        return all(isinstance(step, Nothing) for step in self.steps)

    @property
    def hash(self) -> str:
        """The same for plans that do the same: 64 hexadecimal digits. Items that stay as they are do not count."""
        digest = sha256()
        for step in self.steps:
            if not isinstance(step, Nothing):
                digest.update(repr(tuple(_told(step))).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    def of(self, kind: type[OneKind]) -> tuple[OneKind, ...]:
        return tuple(step for step in self.steps if isinstance(step, kind))

    def made(self, entries: Sequence[EntryId]) -> Plan:
        """With the numbers of its new entries, in order."""
        numbers = iter(entries)
        steps = (
            step.made(next(numbers)) if isinstance(step, AddEntry) else step for step in self.steps
        )
        return evolve(self, steps=tuple(steps))


def joined(plans: Iterable[Plan]) -> Plan:
    """One plan of several, in their order: a preview of all pages is as long as all of them."""
    return Plan(tuple(step for plan in plans for step in plan.steps))


def too_many(removals: int, linked: int) -> bool:
    """Whether a person should be asked before: more than `FEW` are to go, and more than `SHARE` in a hundred of the
    `linked` ones in the window."""
    return removals > FEW and removals * 100 > linked * SHARE


def _told(value: object) -> Iterator[object]:
    """The value in plain parts, the same whatever order a store gave the keys of a mapping back in."""
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield key
            yield tuple(_told(value[key]))
    elif isinstance(value, tuple | list):
        for each in value:
            yield tuple(_told(each))
    elif names := getattr(value, "__attrs_attrs__", ()):
        yield type(value).__name__
        for each in names:
            yield tuple(_told(getattr(value, each.name)))
    elif isinstance(value, datetime):
        yield value.isoformat()
    else:
        yield str(value) if isinstance(value, Enum) else value
