"""A believed delivery tells of a repository: what was learnt of it is brought up to date, or forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve, frozen

from tt_integrations.domain.model.connection import Changes, Connection
from tt_integrations.domain.model.delivery import Origin, RepositoryNews
from tt_integrations.domain.model.issues import Repository, Watched
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import DELETED, Reason
from tt_integrations.domain.usecases.note_delivery import note_delivery
from tt_integrations.domain.usecases.spoken import Heard
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

NAMING = ("renamed", "transferred")
"""The actions by which a repository gets another name."""


@frozen
class RepositoryHeard:
    """`news` for the connection, at `now`."""

    connection: Connection
    news: RepositoryNews
    now: datetime

    @property
    def origin(self) -> Origin:
        return Origin(self.connection.id, self.news.id, self.now)


@frozen
class HearRepository:
    """Tasks and links stay as they are. `dialects` and `issue_settings` by the providers' keys."""

    unit_of_work: UnitOfWork
    store: StoreSettings
    dialects: Mapping[str, Dialect]
    issue_settings: Mapping[str, IssueSettings]

    def __call__(self, heard: RepositoryHeard) -> Heard | HandledBefore:
        with self.unit_of_work() as tx:
            # from here on nobody else saves what is looked at next. Before the claim: two that had claimed would
            # wait for each other here
            tx.connections.save(heard.connection.id, {})
            if not tx.inbox.claim(heard.origin):
                return HandledBefore()
            decided = self._decided(tx, heard)
            note_delivery(tx, heard.origin, [decided])
            tx.commit()
            return Heard((decided,))

    def _decided(self, tx: Transaction, heard: RepositoryHeard) -> Decided:
        news = heard.news
        connection = tx.connections.find(heard.connection.id) or heard.connection
        watched = self.issue_settings[connection.provider].watched(connection.settings)
        meant = _meant(watched, news.repository)
        if not meant:
            return _of(news, Action.IGNORED, Reason.UNKNOWN_REPOSITORY.value)
        if news.action in NAMING:
            now = news.repository
            renamed = {each.name: evolve(each, called=now.name, id=now.id) for each in meant}
            self._learn(tx, connection, renamed)
            return evolve(_of(news, Action.UPDATED, news.action), fields=("name",))
        if news.action == DELETED:
            self._learn(tx, connection, dict.fromkeys(each.name for each in meant))
            return _of(news, Action.REMOVED, "repository deleted")
        return _of(news, Action.IGNORED, news.action)

    def _learn(
        self, tx: Transaction, connection: Connection, found: Mapping[str, Watched | None]
    ) -> None:
        """`found` by the names that the owner gave."""
        learnt: dict[str, object] = {}
        for name, each in found.items():
            settings = {**connection.settings, **learnt}
            learnt |= self.issue_settings[connection.provider].learnt(settings, name, each)
        self.store(tx, self.dialects[connection.provider], connection, Changes(learnt))


def _meant(watched: Sequence[Watched], repository: Repository) -> Sequence[Watched]:
    """By its id, else by a name of which no id is known: a name that became free may be another repository's."""
    by_id = [each for each in watched if each.id == repository.id]
    name = repository.name.lower()
    return by_id or [each for each in watched if each.id is None and each.name.lower() == name]


def _of(news: RepositoryNews, action: Action, reason: str) -> Decided:
    name = news.repository.name
    return Decided(item=name, title=name, action=action, reason=reason)
