"""The step by which a provider takes our webhooks away, before we forget which they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from attrs import frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issues import Repository
from tt_integrations.domain.usecases.issue_source import OF_ONE_REPOSITORY
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.without_hooks import without_hooks
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.issues import IssueSettings, IssueTracker

PATIENCE = timedelta(seconds=15)


@frozen
class CloseHooks:
    """A `Closing`: what stays calls in vain. By the providers' keys; `patience`: so long new calls are begun, since somebody
    waits for it."""

    clock: Clock
    access: Callable[[Connection], Access]
    retry: RetryRefused
    trackers: Mapping[str, IssueTracker]
    settings: Mapping[str, IssueSettings]
    patience: timedelta = PATIENCE

    def __call__(self, connection: Connection) -> None:
        try:
            self.retry(connection.id, partial(self._take_away, connection))
        except IntegrationError:  # nor will it answer for the next one
            return

    def forgotten(self, connection: Connection) -> Mapping[str, object]:
        settings = self.settings.get(connection.provider)
        if settings is None:
            return {}
        forgotten = dict(without_hooks(settings, connection.settings))
        for left in settings.left_hooks(connection.settings):
            stands = {**connection.settings, **forgotten}
            forgotten |= settings.learnt(stands, left.name, None)
        return forgotten

    def _take_away(self, connection: Connection) -> None:
        hooks = list(self._hooks(connection))
        if not hooks:
            return
        access, until = self.access(connection), self.clock.now() + self.patience
        for home, hook in hooks:
            if self.clock.now() >= until:
                return
            try:
                self.trackers[connection.provider].unhook(access, home, hook)
            except OF_ONE_REPOSITORY:
                continue

    def _hooks(self, connection: Connection) -> Iterator[tuple[Repository, int]]:
        settings = self.settings.get(connection.provider)
        if settings is None:
            return
        for watched in settings.watched(connection.settings):
            if watched.id is not None and watched.hook is not None:
                yield Repository(watched.id, watched.name), watched.hook
        for left in settings.left_hooks(connection.settings):
            yield left.repository, left.hook
