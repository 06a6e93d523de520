"""The step that stops a sync which would take away much of what a person has: they are asked first.

What it did take away counts until a sync comes to its end, however many it takes: each page of one may hold little, and
a page that is done is not to be seen in the next one's plan.
"""

from __future__ import annotations

from datetime import datetime

from attrs import define

from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.plan_steps import RemoveEvent
from tt_integrations.domain.model.sync_plan import FEW, Plan, SyncTerms, too_many
from tt_integrations.domain.usecases.calendar_place import AHEAD
from tt_integrations.domain.usecases.degrade import recover
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

COUNTED = "removals_counted"
"""In a connection's settings: how many removals were done by syncs that did not come to their end."""


class RemovalsToConfirm(Exception):
    """Nothing of the plan was done that led to this."""

    def __init__(self, removals: int) -> None:
        super().__init__(f"confirm {removals} deletions")


@define
class ConfirmRemovals:
    """For one run. `since`: the start of the window that it looks at. `removals`: those done so far, which `counted_in`
    tells of the runs before."""

    terms: SyncTerms
    since: datetime
    removals: int = 0

    def __call__(self, tx: Transaction, plan: Plan) -> None:
        """Raises RemovalsToConfirm; otherwise the plan's removals count for all that follows."""
        if not plan.removals:
            return
        removals = self.removals + plan.removals
        if removals > FEW:
            # those that went before, and those whose entries a person deleted, are not there to be counted
            gone = self.removals + len(plan.of(RemoveEvent))
            if too_many(removals, linked_within(tx, self.terms, self.since) + gone):
                raise RemovalsToConfirm(removals)
        tx.connections.save(self.terms.connection, {COUNTED: removals})
        self.removals = removals


def confirmed(_tx: Transaction, _plan: Plan) -> None:
    """In place of ConfirmRemovals where somebody saw what is to go, and agreed."""


def counted_in(connection: Connection) -> int:
    counted = connection.settings.get(COUNTED)
    return counted if isinstance(counted, int) else 0


def come_to_its_end(unit_of_work: UnitOfWork, connection: Connection, removals: int = 0) -> None:
    """After a sync did all there was to do: nothing is to be confirmed any more. `connection` as it was before it."""
    if removals or counted_in(connection):
        with unit_of_work() as tx:
            tx.connections.save(connection.id, {COUNTED: None})
            tx.commit()
    if connection.state is ConnectionState.DEGRADED:
        recover(unit_of_work, connection.id)


def linked_within(tx: Reading, terms: SyncTerms, since: datetime) -> int:
    """How many of the person's entries from that moment on are events, or became some."""
    cards = tx.cards.within(terms.person, Span(since, terms.now + AHEAD))
    if not cards:
        return 0
    links = tx.links.towards(terms.connection, Kind.EVENT, [card.id for card in cards])
    return sum(not link.gone for link in links.values())
