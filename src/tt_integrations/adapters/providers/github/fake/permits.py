"""Whether a caller may do one thing in one repository, and how GitHub says that it may not.

What may not be known to exist is 404; what lacks a permission is 403 with the permission that would do.
"""

from __future__ import annotations

from attrs import frozen

from tt_integrations.adapters.providers.github.fake.access import (
    ADMIN,
    NONE,
    WRITE,
    Caller,
    role,
)
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.refusals import (
    Refused,
    forbidden,
    not_accessible,
    not_found,
    refusal,
    requires_authentication,
)

RANKS = {"read": 1, "write": 2, "admin": 3}
HOOK_SCOPES = {"read": 1, "write": 2, "admin": 3}


@frozen
class Need:
    """A permission as fine-grained tokens name it: metadata, issues or repository_hooks; "read" or "write"."""

    permission: str
    level: str

    @property
    def text(self) -> str:
        return f"{self.permission}={self.level}"

    @property
    def hooks(self) -> bool:
        return self.permission == "repository_hooks"

    @property
    def writes(self) -> bool:
        return self.level == "write"


def check(memory: Memory, caller: Caller, repo: Repository, need: Need) -> None:
    """Raises Refused."""
    may = role(memory, caller, repo)
    if may == NONE:
        raise not_found()
    if caller.anonymous and need.writes:
        raise requires_authentication()
    if need.hooks and may < ADMIN and (caller.anonymous or caller.by_scope):
        raise not_found()
    _check_token(caller, repo, need)
    if need.hooks and may < ADMIN:
        raise not_found()
    if need.writes and repo.archived:
        raise forbidden("Repository was archived so is read-only.")


def check_may_edit(memory: Memory, caller: Caller, repo: Repository, author: str) -> None:
    """An issue is edited by its author and by those who may write. Raises Refused."""
    own = caller.login.lower() == author.lower()
    if not own and role(memory, caller, repo) < WRITE:
        raise forbidden("Must have admin rights to Repository.")


def _check_token(caller: Caller, repo: Repository, need: Need) -> None:
    if caller.token is None:
        if caller.app:
            raise not_accessible("installation", need.text)
        return
    if caller.by_scope:
        _check_scopes(caller.token.scopes, repo, need)
        return
    for_all = not (need.writes or need.hooks or repo.private)
    granted = RANKS.get(caller.token.permissions.get(need.permission, ""), 0)
    if not for_all and granted < RANKS[need.level]:
        raise not_accessible(caller.kind, need.text)


def _check_scopes(scopes: tuple[str, ...], repo: Repository, need: Need) -> None:
    if "repo" in scopes:
        return
    if need.hooks:
        held = [
            HOOK_SCOPES.get(s.removesuffix(":repo_hook"), 0)
            for s in scopes
            if s.endswith(":repo_hook")
        ]
        if max(held, default=0) < HOOK_SCOPES[need.level]:
            raise _lacks_scope(f"admin:repo_hook, {need.level}:repo_hook, repo")
    elif need.writes and ("public_repo" not in scopes or repo.private):
        raise _lacks_scope("public_repo, repo")


def _lacks_scope(accepted: str) -> Refused:
    """A classic token is not told that it lacks a scope, except in this header."""
    return refusal(404, "Not Found", {"x-accepted-oauth-scopes": accepted})
