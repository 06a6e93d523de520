"""The step by which a watched repository has a webhook that calls us, and it is known which."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from attrs import evolve, field, frozen

from tt_integrations.domain.errors import CallRejected, NotConnected, PermissionMissing
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issues import LeftHook, Repository, Watched
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

    def ensure(self, watched: Watched, home: Repository) -> int | None:
        """The webhook that there is now; None where there is none, and what is missing is noted."""
        hook, missing = None, None
        if self.secret is None:
            missing = NO_SECRET
        else:
            try:
                hook = self.tracker.hook(self.access, home, self.address, self.secret, watched.hook)
            except (PermissionMissing, CallRejected) as trouble:
                missing = str(trouble)
        self.store(watched, home, hook, missing)
        return hook

    def take_away(self, left: LeftHook) -> None:
        """Where that is not allowed the webhook stays, and what it tells is ignored."""
        with suppress(PermissionMissing, CallRejected, NotConnected):
            self.tracker.unhook(self.access, left.repository, left.hook)
        self.note.forget(self.connection.id, left)

    def store(
        self, watched: Watched, home: Repository, hook: int | None, missing: str | None
    ) -> None:
        def learn(known: Watched) -> Watched:
            return evolve(known, id=home.id, name=home.name, hook=hook, hook_missing=missing)

        self.note(self.connection.id, watched.name, learn)
