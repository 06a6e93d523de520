"""Each watched repository has a webhook that calls us, and no other one has; what failed to reach us is sent again.

A provider does not try again by itself, and forgets what failed after a few days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from attrs import evolve, frozen

from tt_integrations.domain.errors import CallRejected, NotConnected, ProviderUnavailable
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection, Place
from tt_integrations.domain.model.issues import Repository, Watched
from tt_integrations.domain.usecases.hook_keeper import HookKeeper
from tt_integrations.domain.usecases.issue_source import OF_ONE_REPOSITORY
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.working_connections import Ended
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.issues import IssueSettings, IssueTracker
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork

REMEMBERED = timedelta(days=3)
"""So long a provider knows what failed."""
MOST = 100
"""So many deliveries are sent again in one go."""
PATIENCE = timedelta(seconds=30)
"""So long new calls are begun: a sync follows, and the lease of a job is for both."""


@frozen
class Cared:
    """How many webhooks were made or adopted, and how many deliveries are sent again. `is_over`: nothing is left to
    do; otherwise the next care goes on."""

    hooks: int = 0
    redelivered: int = 0
    is_over: bool = True


@frozen
class CareForHooks:
    """A webhook is made at once, and once a day it is looked at whether it is as it should be. Where one is not allowed,
    what is missing is noted at the repository, and the next one's turn comes. Raises SecretUnreadable, and what the
    tracker raises otherwise. Calls the provider, so never inside a transaction.

    `address_of` gives the address at which a connection is told of what happens, None where no provider can reach
    it. `trackers`, `settings` and `dialects` by the providers' keys.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    vault: Vault
    access: Callable[[Connection], Access]
    trackers: Mapping[str, IssueTracker]
    settings: Mapping[str, IssueSettings]
    dialects: Mapping[str, Dialect]
    note: NoteRepository
    address_of: Callable[[Connection], str | None]
    patience: timedelta = PATIENCE

    def __call__(self, connection: Connection) -> Cared | None:
        """A connection that works, as it is now. None where nothing is to be done."""
        if connection.provider not in self.trackers:
            return None
        address, settings = self.address_of(connection), self.settings[connection.provider]
        left = settings.left_hooks(connection.settings)
        watched = settings.watched(connection.settings) if address else ()
        now = self.clock.now()
        today = f"hooks:{connection.id}:{now.date().isoformat()}"
        with self.unit_of_work.reading() as tx:
            due = tx.claims.note(today) is None
        wanting = [each for each in watched if due or (not each.hook and not each.hook_missing)]
        if not wanting and not left:
            return None
        keeper = self._keeper(connection, address or "")
        try:
            cared = self._cared(keeper, wanting)
        except Ended:  # by then its webhooks were taken away, or are to stay
            return Cared(is_over=False)
        for each in left:
            if keeper.has_time():
                keeper.take_away(each)
        if wanting and due and cared.is_over:
            with self.unit_of_work() as tx:
                tx.claims.claim(today, now)
                tx.commit()
        return cared

    def _keeper(self, connection: Connection, address: str) -> HookKeeper:
        name = self.dialects[connection.provider].signing_secret
        sealed = connection.sealed(name)
        until = self.clock.now() + self.patience
        return HookKeeper(
            connection=connection,
            tracker=self.trackers[connection.provider],
            access=self.access(connection),
            address=address,
            secret=self.vault.open(sealed, Place(connection.id, name)) if sealed else None,
            note=self.note,
            has_time=lambda: self.clock.now() < until,
        )

    def _cared(self, keeper: HookKeeper, wanting: Sequence[Watched]) -> Cared:
        cared = Cared()
        for watched in sorted(wanting, key=lambda each: each.hook is not None):
            if not keeper.has_time():
                return evolve(cared, is_over=False)
            home = keeper.home(watched)
            hook = keeper.ensure(watched, home) if home else None
            if home is None or hook is None:
                continue
            if hook != watched.hook:
                cared = evolve(cared, hooks=cared.hooks + 1)
                continue
            try:
                since = self.clock.now() - REMEMBERED
                failed = keeper.tracker.failed_deliveries(keeper.access, home, hook, since)
                cared = _sent_again(keeper, home, hook, failed, cared)
            except OF_ONE_REPOSITORY as trouble:
                keeper.lacks(watched, trouble)
        return cared


def _sent_again(
    keeper: HookKeeper, home: Repository, hook: int, failed: Sequence[int], cared: Cared
) -> Cared:
    sent = cared.redelivered
    for delivery in failed:
        if sent >= MOST or not keeper.has_time():
            return evolve(cared, redelivered=sent, is_over=False)
        try:
            keeper.tracker.redeliver(keeper.access, home, hook, delivery)
        except (NotConnected, CallRejected):  # it is remembered no more
            continue
        except ProviderUnavailable:  # enough for now: the sync after this is worth more
            return evolve(cared, redelivered=sent, is_over=False)
        sent += 1
    return evolve(cared, redelivered=sent)
