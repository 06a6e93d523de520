"""The host says that a timer of its own started or stopped."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.announcements import Announcement
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class AnnounceTimer:
    unit_of_work: UnitOfWork
    clock: Clock
    announce: Announce

    def __call__(self, event: Announcement) -> frozenset[str]:
        """The keys of the providers where it will be said."""
        with self.unit_of_work() as tx:
            told = self.announce(tx, event, self.clock.now())
            tx.commit()
        return told
