"""The step by which what was learnt of a watched repository is stored, addresses following."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import Changes, Connection, ConnectionId
from tt_integrations.domain.model.issues import LeftHook, Watched
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.working_connections import still_working
from tt_integrations.ports.issues import IssueSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork

Learn = Callable[[Watched], Watched]
"""From what is known of it to what will be."""


@frozen
class NoteRepository:
    """`dialects` and `settings` by the providers' keys."""

    unit_of_work: UnitOfWork
    store: StoreSettings
    dialects: Mapping[str, Dialect]
    settings: Mapping[str, IssueSettings]

    def __call__(self, number: ConnectionId, name: str, learn: Learn) -> Connection:
        """The connection as it is then. `name` is what the owner calls the repository; what is known already is not
        stored again, nor anything of one that is not watched any more. Raises Ended."""
        with self.unit_of_work.reading() as tx:
            connection = still_working(tx.connections.find(number))
        if not self._news(connection, name, learn):
            return connection
        with self.unit_of_work() as tx:
            tx.connections.save(number, {})  # nobody else saves from here on what is looked at next
            stands = still_working(tx.connections.find(number))
            if news := self._news(stands, name, learn):
                self.store(tx, self.dialects[stands.provider], stands, Changes(news))
            stored = tx.connections.find(number)
            tx.commit()
        return stored or stands

    def knows(self, connection: Connection, hook: int) -> bool:
        """Whether that webhook is one of those that the connection watches by."""
        watched = self.settings[connection.provider].watched(connection.settings)
        return any(each.hook == hook for each in watched)

    def forget(self, number: ConnectionId, left: LeftHook) -> None:
        """That webhook is gone."""
        with self.unit_of_work() as tx:
            tx.connections.save(number, {})
            stands = tx.connections.find(number)
            if stands is None:
                return
            settings = self.settings[stands.provider]
            if left in settings.left_hooks(stands.settings):
                news = settings.learnt(stands.settings, left.name, None)
                self.store(tx, self.dialects[stands.provider], stands, Changes(news))
            tx.commit()

    def _news(self, connection: Connection, name: str, learn: Learn) -> Mapping[str, object]:
        """The settings that change by it."""
        settings, saved = self.settings[connection.provider], connection.settings
        known = [each for each in settings.watched(saved) if each.name == name]
        learnt = settings.learnt(saved, name, learn(known[0])) if known else {}
        changes = any(saved.get(key) != value for key, value in learnt.items())
        return learnt if changes else {}
