"""Believed news are carried out. Whatever goes wrong then loses nothing: they are kept, and tried again by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.delivery import (
    Delivery,
    Ignored,
    IssueNews,
    News,
    RepositoryNews,
)
from tt_integrations.domain.model.work import HandleDelivery, NewJob
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.hear_repository import HearRepository, RepositoryHeard
from tt_integrations.domain.usecases.receive_issue import IssueHeard, ReceiveIssue
from tt_integrations.domain.usecases.spoken import Heard, HeardLater
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.unit_of_work import UnitOfWork

TRIED_AGAIN_AFTER = timedelta(seconds=5)
Trouble = Callable[[str, Exception], None]
"""How those who run the service hear of an error, and of what was under way. Its text may repeat what people wrote,
so no more than its type and code are to be told."""


@frozen
class NewsHeard:
    """`delivery` was believed, and read as `news` for the connection, at `now`."""

    connection: Connection
    delivery: Delivery
    news: News
    now: datetime


@frozen
class HearNews:
    """Raises StoreUnavailable, or what else kept it from keeping them: the provider may tell again.

    `issue_settings` by the providers' keys; the news of others are ignored.
    """

    unit_of_work: UnitOfWork
    issue: ReceiveIssue
    repository: HearRepository
    issue_settings: Mapping[str, IssueSettings]
    trouble: Trouble

    def __call__(self, heard: NewsHeard) -> Heard | HeardLater | HandledBefore | Ignored:
        try:
            return self.act(heard.connection, heard.news, heard.now)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours loses no news either
            try:
                self._keep(heard)
            finally:
                self.trouble(f"news for connection {heard.connection.id}", error)
            return HeardLater()

    def act(
        self, connection: Connection, news: News, now: datetime
    ) -> Heard | HandledBefore | Ignored:
        """Carry them out, or raise whatever goes wrong; nothing was done then."""
        settings = self.issue_settings.get(connection.provider)
        if settings is None:
            return Ignored(news.action)
        match news:
            case IssueNews():
                rules = settings.rules(connection.settings)
                return self._heard(IssueHeard(connection, news, rules, now))
            case RepositoryNews():
                return self.repository(RepositoryHeard(connection, news, now))
            case unknown:
                assert_never(unknown)

    def _heard(self, heard: IssueHeard) -> Heard | HandledBefore:
        handled = self.issue(heard)
        if isinstance(handled, HandledBefore):
            return handled
        return Heard(handled.decided(heard.upsert().current))

    def _keep(self, heard: NewsHeard) -> None:
        connection = heard.connection.id
        with self.unit_of_work() as tx:
            number = tx.inbox.keep(connection, heard.delivery, heard.now)
            tx.jobs.enqueue(delivery_job(connection, number, heard.now + TRIED_AGAIN_AFTER))
            tx.commit()


def delivery_job(
    connection: ConnectionId, number: int, due: datetime, once: str | None = None
) -> NewJob:
    """The kept delivery of that number, to be carried out: those of a connection one at a time and in order."""
    return NewJob(connection, HandleDelivery(number), f"delivery:{connection}", due, once)
