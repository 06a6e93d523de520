"""What the library did by itself: a run a delivery or a sync, and in it one decision an item, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NewType

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import PersonId

RunId = NewType("RunId", int)


class Trigger(StrEnum):
    DELIVERY = "delivery"
    """The provider told us of something."""
    SYNC = "sync"
    """We asked the provider."""
    UNDO = "undo"
    """A person took a run back."""


class RunResult(StrEnum):
    RUNNING = "running"
    """It was begun, and has not ended; or whoever began it did not live to end it, and others have not yet."""
    DONE = "done"
    PARTIAL = "partial"
    """It stopped half way. What was decided until then is done, and the next run goes on from there."""
    FAILED = "failed"
    """Nothing was decided."""


class Action(StrEnum):
    """What became of one item."""

    CREATED = "created"
    UPDATED = "updated"
    MOVED = "moved"
    REMOVED = "removed"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """A person's own version stays."""
    IGNORED = "ignored"
    FAILED = "failed"
    """The item is in trouble; the others are not."""


CHANGING = (Action.CREATED, Action.UPDATED, Action.MOVED, Action.REMOVED)


@frozen
class Decided:
    """`item` names it in the provider's terms, `title` as people know it, "" where nobody does. `reason` is a
    stable code in plain words such as `label filter`, "" where the action says it all.

    `fields` changed, `kept` were changed by hand and stay. `ours` is the number of our item, which was `before`
    and is `after`: JSON values, None where it was or is not there, or was not touched.
    """

    item: str
    title: str
    action: Action
    reason: str = ""
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    ours: int | None = None
    before: Mapping[str, object] | None = field(default=None, repr=False)
    after: Mapping[str, object] | None = field(default=None, repr=False)

    @property
    def sentence(self) -> str:
        """`updated: title, labels`, `ignored: label filter`, `unchanged`."""
        details = [self.reason] if self.reason else list(self.fields)
        return f"{self.action}: {', '.join(details)}" if details else str(self.action)


@frozen
class NewRun:
    """`cause` says why in the provider's or our own words: a delivery's id, `schedule`, `asked for`."""

    connection: ConnectionId
    trigger: Trigger
    cause: str
    started: datetime


@frozen
class Run:
    """`counts` are of its decisions, by action; empty until it ends. `trouble` is a sentence, None for none.
    `undone`: somebody took it back."""

    id: RunId
    connection: ConnectionId
    trigger: Trigger
    cause: str
    started: datetime
    ended: datetime | None = None
    result: RunResult = RunResult.RUNNING
    trouble: str | None = None
    counts: Mapping[Action, int] = field(factory=dict)
    undone: bool = False

    def count(self, *actions: Action) -> int:
        return sum(self.counts.get(action, 0) for action in actions)


@frozen
class RunsWanted:
    """Which runs to list: all where nothing is said. `owner`: of that person's connections."""

    owner: PersonId | None = None
    connection: ConnectionId | None = None
    result: RunResult | None = None
    trigger: Trigger | None = None
    before: RunId | None = None


@frozen
class Numbered:
    """A decision in its run; `number` grows in the order they were taken."""

    number: int
    run: RunId
    decided: Decided


@frozen
class Counted:
    """When a run began, and how many decisions it took, by action; none before it ends."""

    started: datetime
    counts: Mapping[Action, int]
