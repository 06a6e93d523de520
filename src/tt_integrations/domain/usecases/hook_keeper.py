"""The step by which a watched repository has a webhook that calls us, and it is known which."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, field, frozen

from tt_integrations.domain.errors import CallRejected, NotConnected, PermissionMissing
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issues import Repository, Watched
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.ports.issues import IssueTracker

NO_SECRET = "there is no secret to sign with"  # noqa: S105 - a sentence


@frozen
class HookKeeper:
    """`address` is what a webhook is to call, signed with `secret`; None: there is none. `has_time` says whether new
    calls may begin."""

    connection: Connection
    tracker: IssueTracker
    access: Access
    address: str
    secret: str | None = field(repr=False)
    note: NoteRepository
    has_time: Callable[[], bool]

    def home(self, watched: Watched) -> Repository | None:
        """The repository as it is called now; None where it is out of sight. Its name may be another one's by now,
        its id never is."""
        try:
            found = self.tracker.repository(self.access, watched.name)
        except NotConnected:
            return None
        if watched.id in (None, found.id):
            return found
        return Repository(watched.id or found.id, watched.name)

    def register(self, watched: Watched, home: Repository) -> bool:
        """Whether there is a webhook now. What is missing is noted otherwise."""
        if self.secret is None:
            self.store(watched, home, None, NO_SECRET)
            return False
        try:
            hook = self.tracker.hook(self.access, home, self.address, self.secret)
        except (PermissionMissing, CallRejected) as trouble:
            self.store(watched, home, None, str(trouble))
            return False
        self.store(watched, home, hook, None)
        return True

    def store(
        self, watched: Watched, home: Repository, hook: int | None, missing: str | None
    ) -> None:
        def learn(known: Watched) -> Watched:
            return evolve(known, id=home.id, name=home.name, hook=hook, hook_missing=missing)

        self.note(self.connection.id, watched.name, learn)
