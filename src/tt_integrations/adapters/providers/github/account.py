"""What GitHub tells of a token, of an App, and of the repositories that were entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from tt_integrations.adapters.providers.github.app_grants import (
    APP,
    INSTALLATION,
    KEY,
    app_grant,
)
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.adapters.providers.github.issues import GitHubIssues
from tt_integrations.adapters.providers.github.repositories import (
    Entered,
    Known,
    entered_in,
    known_in,
    saved_as,
)
from tt_integrations.domain.errors import (
    InvalidSettings,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Grant, Learnt
from tt_integrations.domain.model.issues import Repository

TOKEN, LOGIN = "github_token", "github_login"
MOST_TRIED = 10
"""So many repositories are tried out: somebody waits for it."""
OUT_OF_SIGHT = "is not there, or cannot be seen with this access"


@frozen
class GitHubAccount:
    """Implements the port `Account`."""

    issues: GitHubIssues
    apps: GitHubAppTokens

    def asks(self, changes: Changes, stored: Mapping[str, object]) -> bool:
        if TOKEN in changes.secrets or KEY in changes.secrets or _changes_app(changes, stored):
            return True
        before = {each.key for each in entered_in(stored)}
        return any(each.key not in before for each in entered_in({**stored, **changes.settings}))

    def learn(
        self, access: Access | None, changes: Changes, stored: Mapping[str, object]
    ) -> Learnt:
        """`github_login`, the grant of an App, and `known_repositories`. An App that GitHub cannot be asked about
        now is believed until its grant is refreshed."""
        learnt: dict[str, object] = {}
        settings = {**stored, **changes.settings}
        grant = app_grant(settings, changes.secrets)
        if grant is not None:
            grant, access = self._exchanged(grant)
            learnt[LOGIN] = None  # an installation is nobody
        elif _changes_app(changes, stored):
            raise InvalidSettings(KEY, "the App is another one now: please enter its key, too")
        elif TOKEN in changes.secrets and access is not None:
            learnt[LOGIN] = self._login(access)
        if access is None:
            return Learnt(learnt, grant)
        checked = True
        try:
            learnt |= self._repositories(access, stored, settings, anew=bool(learnt))
        except ProviderUnavailable:
            if grant is None:
                raise
            checked = False  # the App's grant is not to be lost with it: nobody else has it
        return Learnt(learnt, grant, checked)

    def try_out(self, access: Access, settings: Mapping[str, object]) -> str:
        """Reads of each repository the issues that changed this moment. Raises InvalidSettings for one whose issues
        are not there to be read."""
        login = self._login(access)
        known, entered = known_in(settings), entered_in(settings)
        sentences = ["Connected as a GitHub App." if login is None else f"Connected as {login}."]
        sentences += [
            self._tried(access, each, known.get(each.key, Known(each.key)))
            for each in entered[:MOST_TRIED]
        ]
        if not entered:
            sentences.append("No repository is chosen yet.")
        if len(entered) > MOST_TRIED:
            sentences.append(f"{len(entered) - MOST_TRIED} more repositories were not tried.")
        return " ".join(sentences)

    def _exchanged(self, grant: Grant) -> tuple[Grant, Access | None]:
        try:
            fresh = self.apps.refresh(grant)
        except ProviderUnavailable:
            return grant, None
        except ProviderRefused as refusal:  # the field of this is not the token's
            raise InvalidSettings(KEY, str(refusal)) from None
        return fresh, Access(fresh.access_token, "new")

    def _login(self, access: Access) -> str | None:
        """None for an installation of an App: it is no user, and may not ask for one."""
        try:
            return self.issues.account(access).login
        except PermissionMissing:
            return None

    def _repositories(
        self,
        access: Access,
        stored: Mapping[str, object],
        settings: Mapping[str, object],
        *,
        anew: bool,
    ) -> Mapping[str, object]:
        """Those that nothing is known of are asked for; all of them, for a new access."""
        known = known_in(stored)
        before = {each.key for each in entered_in(stored)}
        found, entered = [], entered_in(settings)
        for each in entered:
            learnt = known.get(each.key, Known(each.key))
            if each.key not in before:  # entered once more, it may mean another one than then
                learnt = evolve(learnt, id=None, called=None)
            asked = anew or learnt.id is None
            found.append(self._found(access, each, learnt) if asked else learnt)
        names = {each.key for each in entered}
        # of those that were taken off it is known what webhook is still to be taken away
        left = [each for each in known.values() if each.hook and each.name not in names]
        return saved_as([*found, *left])

    def _found(self, access: Access, entered: Entered, learnt: Known) -> Known:
        try:
            now = self.issues.repository(access, learnt.id or entered.name)
        except NotConnected:
            raise InvalidSettings(entered.field, f"{entered.name} {OUT_OF_SIGHT}") from None
        hook = learnt.hook if learnt.id == now.id else None
        return Known(entered.key, now.id, now.name, hook)

    def _tried(self, access: Access, entered: Entered, learnt: Known) -> str:
        try:
            repository = (
                Repository(learnt.id, learnt.called or entered.name)
                if learnt.id
                else self.issues.repository(access, entered.name)
            )
            self.issues.issues(access, repository, self.issues.rest.clock.now(), None)
        except NotConnected:
            why = f"{entered.name} {OUT_OF_SIGHT}, or has its issues switched off"
            raise InvalidSettings(entered.field, why) from None
        return f"Issues of {repository.name} can be read; {_of_hook(learnt)}."


def _changes_app(changes: Changes, stored: Mapping[str, object]) -> bool:
    """Whether the App that is connected is to be another one, or elsewhere. A token takes its place instead."""
    if TOKEN in changes.secrets or not stored.get(KEY):
        return False
    names: Sequence[str] = (APP, INSTALLATION)
    return any(
        name in changes.settings and changes.settings[name] != stored.get(name) for name in names
    )


def _of_hook(learnt: Known) -> str:
    if learnt.hook is not None:
        return "its webhook calls us"
    return f"no webhook: {learnt.hook_missing}" if learnt.hook_missing else "no webhook yet"
