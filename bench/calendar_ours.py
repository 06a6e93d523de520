"""Our sync of a calendar as a job carries it out, built as the service builds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import sqlalchemy as sa
from attrs import frozen

from bench.calendar_database import PROVIDER
from bench.database import KEY
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.providers import Provider
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.adapters.watched_http import CallWatch
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Done, Job, JobId, Sync
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.outside import Outside, default_options, reach_out


@frozen
class Ours:
    parts: Parts
    application: Application

    def sync(self) -> None:
        """The first connection. Ends the report where that does not end well."""
        result = self.application.carry_out(self.job(1))
        if result != Done():
            raise SystemExit(f"a sync ended with {result}")

    def job(self, number: int) -> Job:
        """One that syncs the connection of that number."""
        now, connection = self.parts.clock.now(), ConnectionId(number)
        key = sync_job(connection, "schedule", now).key
        return Job(JobId(number), connection, Sync("schedule"), key, now, tries=1)


@contextmanager
def outside_at(address: str, watch: CallWatch | None = None) -> Iterator[Outside]:
    """The providers, Google's calendars at that address. One for a process, as in the service."""

    def options(provider: Provider) -> Mapping[str, str]:
        usual = default_options(provider)
        return {**usual, "api_url": address} if provider.key == PROVIDER else usual

    with ExitStack() as resources:
        yield reach_out(resources, SystemClock(), "", options, watch=watch)


@contextmanager
def ours_at(url: str, outside: Outside) -> Iterator[Ours]:
    """Over that database, for a piece of work."""
    with opened(url) as engine:
        yield ours_over(engine, outside)


def ours_over(engine: sa.Engine, outside: Outside) -> Ours:
    parts = Parts(
        SqlUnitOfWork(engine), AesGcmVault({"bench": KEY}), SystemClock(), outside=outside
    )
    return Ours(parts, build(parts))
