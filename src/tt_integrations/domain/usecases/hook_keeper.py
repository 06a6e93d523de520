"""The step by which a watched repository has a webhook that calls us, and it is known which."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from attrs import evolve, field, frozen

from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issues import LeftHook, Repository, Watched
from tt_integrations.domain.usecases.issue_source import OF_ONE_REPOSITORY
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.working_connections import Ended
from tt_integrations.ports.issues import IssueTracker

NO_SECRET = "there is no secret to sign with"  # noqa: S105 - a sentence


@frozen
class HookKeeper:
    """`address` is what a webhook is to call, signed with `secret`; None: there is none. `has_time` says whether new
    calls may begin. Raises Ended when the connection was, meanwhile: a webhook that was made then is taken away."""

    connection: Connection
    tracker: IssueTracker
    access: Access
    address: str
    secret: str | None = field(repr=False)
    note: NoteRepository
    has_time: Callable[[], bool]

    def home(self, watched: Watched) -> Repository | None:
        """The repository as it is called now; None where it is out of sight, or in trouble, which is noted then. Its
        name may be another one's by now, its id never is."""
        try:
            return self.tracker.repository(self.access, watched.id or watched.name)
        except NotConnected:  # the sync says so
            return None
        except OF_ONE_REPOSITORY as trouble:
            self.lacks(watched, trouble)
            return None

    def ensure(self, watched: Watched, home: Repository) -> int | None:
        """The webhook that there is now; None where there is none, and what is missing is noted."""
        hook, missing = None, None
        if self.secret is None:
            missing = NO_SECRET
        else:
            try:
                hook = self.tracker.hook(self.access, home, self.address, self.secret, watched.hook)
            except OF_ONE_REPOSITORY as trouble:
                missing = str(trouble)
        self._store(watched, home, hook, missing)
        return hook

    def take_away(self, left: LeftHook) -> None:
        """Where that is not allowed the webhook stays, and what it tells is ignored."""
        with suppress(*OF_ONE_REPOSITORY):
            self.tracker.unhook(self.access, left.repository, left.hook)
        self.note.forget(self.connection.id, left)

    def lacks(self, watched: Watched, trouble: IntegrationError) -> None:
        """It is noted why the repository does not call us as it should."""
        learn = partial(evolve, hook_missing=str(trouble))
        self.note(self.connection.id, watched.name, learn)

    def _store(
        self, watched: Watched, home: Repository, hook: int | None, missing: str | None
    ) -> None:
        learn = partial(evolve, id=home.id, called=home.name, hook=hook, hook_missing=missing)
        fresh = hook if hook != watched.hook else None
        try:
            stored = self.note(self.connection.id, watched.name, learn)
        except Ended:
            self._undo(home, fresh)
            raise
        if fresh is not None and not self.note.knows(stored, fresh):
            self._undo(home, fresh)

    def _undo(self, home: Repository, hook: int | None) -> None:
        """Nobody would know later that there is that webhook. It is the best that can be done: it calls in vain."""
        if hook is not None:
            with suppress(IntegrationError):
                self.tracker.unhook(self.access, home, hook)
