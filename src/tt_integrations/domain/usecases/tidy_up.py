"""Drop what is remembered only for a while, and end what nobody lived to end."""

from __future__ import annotations

from datetime import timedelta

from attrs import frozen

from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

DELIVERIES = timedelta(days=30)
"""No provider sends a delivery again after so long."""
CLAIMS = timedelta(days=60)
TICKETS = timedelta(days=1)
"""An expired ticket is of no use; kept a day for whoever asks why it did not work."""
JOBS = timedelta(days=30)
"""For whoever wonders what became of a message that was given up."""
RUNS = timedelta(days=90)
"""For whoever wonders where a task came from, or takes a run back."""

SIGN_INS = timedelta(days=1)
"""Sessions that are over and tries to sign in: whoever asks for them forgot them sooner."""
LONGEST_RUN = timedelta(minutes=15)
"""No run lives so long, by far: it begins no calls after a minute, and none takes longer than a job's lease."""
INTERRUPTED = "it was interrupted before its end"


@frozen
class Tidied:
    """How many of each were dropped."""

    deliveries: int
    claims: int
    tickets: int
    jobs: int
    runs: int
    sessions: int
    """Counted tries to sign in among them."""
    ended: int
    """Runs, which were not dropped but ended."""


@frozen
class TidyUp:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> Tidied:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            tidied = Tidied(
                tx.inbox.forget(now - DELIVERIES),
                tx.claims.forget(now - CLAIMS),
                tx.tickets.forget(now - TICKETS),
                tx.jobs.forget(now - JOBS),
                tx.runs.forget(now - RUNS),
                tx.sessions.forget(now - SIGN_INS) + tx.sign_in_tries.forget(now - SIGN_INS),
                tx.runs.end_overdue(now - LONGEST_RUN, now, INTERRUPTED),
            )
            tx.commit()
        return tidied
