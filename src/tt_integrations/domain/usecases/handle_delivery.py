"""News that were kept because they could not be carried out when they came are tried again."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.model.delivery import IssueNews, RepositoryNews
from tt_integrations.domain.model.work import Done, GivenUp
from tt_integrations.domain.usecases.hear_news import HearNews
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork

NOT_WORKING = "the connection does not work"


@frozen
class HandleKeptDelivery:
    """Raises whatever goes wrong, for the job to come again. What is given up stays kept, for people to replay.

    It was believed when it came, and is not verified again: its secret may be another one by now, and it is old.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    dialects: Mapping[str, Dialect]
    hear: HearNews

    def __call__(self, number: int) -> Done | GivenUp:
        """`number` is the one it is kept under."""
        with self.unit_of_work() as tx:
            kept = tx.inbox.kept(number)
        if kept is None:
            return Done()
        if not kept.connection.state.works:
            return GivenUp(NOT_WORKING)
        news = self.dialects[kept.connection.provider].read(kept.delivery)
        if isinstance(news, IssueNews | RepositoryNews):  # as it was, to the version that kept it
            self.hear.act(kept.connection, news, self.clock.now())
        with self.unit_of_work() as tx:
            tx.inbox.drop(number)
            tx.commit()
        return Done()
