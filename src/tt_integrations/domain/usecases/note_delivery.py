"""The step by which what was decided on a delivery is a run of its own, for people to see."""

from __future__ import annotations

from collections.abc import Sequence

from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.runs import Decided, NewRun, RunResult, Trigger
from tt_integrations.ports.unit_of_work import Transaction


def note_delivery(tx: Transaction, origin: Origin, decisions: Sequence[Decided]) -> None:
    """Begun and ended when the delivery was received: its decisions are all there is to it."""
    run = tx.runs.begin(
        NewRun(origin.connection, Trigger.DELIVERY, origin.delivery, origin.received)
    )
    tx.runs.decide(run, decisions)
    tx.runs.end(run, origin.received, RunResult.DONE)
