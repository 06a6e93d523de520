"""The step that stops a sync which would take away much of what a person has: they are asked first."""

from __future__ import annotations

from datetime import datetime

from attrs import define

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.plan_steps import RemoveEvent
from tt_integrations.domain.model.sync_plan import FEW, Plan, SyncTerms, too_many
from tt_integrations.domain.usecases.calendar_place import AHEAD
from tt_integrations.ports.unit_of_work import Reading


class RemovalsToConfirm(Exception):
    """Nothing of the plan was done that led to this."""

    def __init__(self, removals: int) -> None:
        super().__init__(confirm(removals))


CONFIRM = "confirm "
"""So begins what a connection says that waits for an answer."""


def confirm(removals: int) -> str:
    return f"{CONFIRM}{removals} deletions"


def is_asking(connection: Connection) -> bool:
    return connection.reason is not None and connection.reason.startswith(CONFIRM)


@define
class ConfirmRemovals:
    """For one run. `since`: the start of the window that it looks at. `is_asking`: a run before asked, and had no
    answer yet. Pages before the one that it stopped at are done, so what is left may look like little: all of it is
    asked for."""

    terms: SyncTerms
    since: datetime
    is_asking: bool = False
    removals: int = 0

    def __call__(self, tx: Reading, plan: Plan) -> None:
        """Raises RemovalsToConfirm; otherwise the plan's removals count for all that follows."""
        removals = self.removals + plan.removals
        if plan.removals and self.is_asking:
            raise RemovalsToConfirm(removals)
        if plan.removals and removals > FEW:
            # those that went by this run, and those whose entries a person deleted, are not there to be counted
            gone = self.removals + len(plan.of(RemoveEvent))
            if too_many(removals, linked_within(tx, self.terms, self.since) + gone):
                raise RemovalsToConfirm(removals)
        self.removals = removals


def confirmed(_tx: Reading, _plan: Plan) -> None:
    """In place of ConfirmRemovals where somebody saw what is to go, and agreed."""


def linked_within(tx: Reading, terms: SyncTerms, since: datetime) -> int:
    """How many of the person's entries from that moment on are events, or became some."""
    cards = tx.cards.within(terms.person, Span(since, terms.now + AHEAD))
    if not cards:
        return 0
    links = tx.links.towards(terms.connection, Kind.EVENT, [card.id for card in cards])
    return sum(not link.gone for link in links.values())
