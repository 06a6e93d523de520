"""The one place where stored work finds who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    Done,
    HandleDelivery,
    Job,
    PostSummary,
    Result,
    Sync,
    TellOwner,
    UnknownWork,
)
from tt_integrations.domain.usecases.send_notice import SendNotice
from tt_integrations.domain.usecases.send_summary import SendSummary
from tt_integrations.ports.unit_of_work import UnitOfWork

TellOwnerOf = Callable[[Connection, str], None]
"""How an owner is reached when a connection stopped working, for a reason in words. The host knows."""


@frozen
class CarryOut:
    """`kept` handles the delivery kept under a number, `sync` brings a job's connection up to date."""

    unit_of_work: UnitOfWork
    notice: SendNotice
    summary: SendSummary
    tell_owner: TellOwnerOf
    kept: Callable[[int], Result]
    sync: Callable[[Job], Result]

    def __call__(self, job: Job) -> Result:
        match job.work:
            case (AnnounceStart() | AnnounceStop() | AnnounceTakenBack()) as news:
                return self.notice(job, news)
            case PostSummary() as summary:
                return self.summary(job, summary)
            case TellOwner(reason):
                return self._tell(job, reason)
            case HandleDelivery(number):
                return self.kept(number)
            case Sync():
                return self.sync(job)
            case UnknownWork(name):
                raise LookupError(f"this version does not know the work {name}")
            case unknown:
                assert_never(unknown)

    def _tell(self, job: Job, reason: str) -> Result:
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.find(job.connection)
        if connection is not None:
            self.tell_owner(connection, reason)
        return Done()
