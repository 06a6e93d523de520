"""What somebody does with a repository as a whole. Full names are "owner/name"; `by` is a login, at first the owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from attrs import evolve

from tt_integrations.adapters.providers.github.fake.events import emit
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.show_people import simple_user


class RepositoryFields(TypedDict, total=False):
    """`admins` may also manage hooks; `collaborators` may write issues."""

    private: bool
    has_issues: bool
    description: str
    admins: Iterable[str]
    collaborators: Iterable[str]


def add_repository(
    memory: Memory, full_name: str, **fields: Unpack[RepositoryFields]
) -> Repository:
    """Raises ValueError for a name that is taken, or an owner who was not added before."""
    owner, _, name = full_name.partition("/")
    unknown = set(fields) - set(RepositoryFields.__annotations__)
    taken = full_name.lower() in {r.full_name.lower() for r in memory.repositories.values()}
    if unknown or taken or not name:
        raise ValueError(f"no new repository {full_name!r} with {sorted(unknown)}")
    repo = Repository(
        id=memory.new_id(),
        owner=memory.user(owner).login,
        name=name,
        created_at=memory.now(),
        updated_at=memory.now(),
        private=fields.get("private", False),
        has_issues=fields.get("has_issues", True),
        description=fields.get("description"),
        admins=_logins(memory, fields.get("admins", ())),
        collaborators=_logins(memory, fields.get("collaborators", ())),
    )
    emit(memory, "repository", "created", repo.owner, _store(memory, repo))
    return repo


def rename_repository(
    memory: Memory, full_name: str, name: str, by: str | None = None
) -> Repository:
    """The former name redirects from now on."""
    old = memory.repository(full_name)
    new = _store(memory, evolve(old, name=name, updated_at=memory.now()))
    changes = {"repository": {"name": {"from": old.name}}}
    emit(memory, "repository", "renamed", by or old.owner, new, changes=changes)
    return new


def transfer_repository(
    memory: Memory, full_name: str, to: str, by: str | None = None
) -> Repository:
    """It gets another owner; the former name redirects from now on."""
    old, former = memory.repository(full_name), memory.user(memory.repository(full_name).owner)
    new = _store(memory, evolve(old, owner=memory.user(to).login, updated_at=memory.now()))
    kind = "organization" if former.type == "Organization" else "user"
    changes = {"owner": {"from": {kind: simple_user(former, memory.links)}}}
    emit(memory, "repository", "transferred", by or new.owner, new, changes=changes)
    return new


def archive_repository(memory: Memory, full_name: str, by: str | None = None) -> Repository:
    """It can only be read from now on."""
    return _change(memory, full_name, "archived", by, archived=True)


def unarchive_repository(memory: Memory, full_name: str, by: str | None = None) -> Repository:
    return _change(memory, full_name, "unarchived", by, archived=False)


def make_private(memory: Memory, full_name: str, by: str | None = None) -> Repository:
    return _change(memory, full_name, "privatized", by, private=True)


def make_public(memory: Memory, full_name: str, by: str | None = None) -> Repository:
    return _change(memory, full_name, "publicized", by, private=False)


def disable_issues(memory: Memory, full_name: str) -> Repository:
    """Reading or writing its issues is answered by 410."""
    return _store(memory, evolve(memory.repository(full_name), has_issues=False))


def enable_issues(memory: Memory, full_name: str) -> Repository:
    return _store(memory, evolve(memory.repository(full_name), has_issues=True))


def delete_repository(memory: Memory, full_name: str, by: str | None = None) -> None:
    """Its issues, comments and hooks go with it, after its hooks were told."""
    repo = memory.repository(full_name)
    emit(memory, "repository", "deleted", by or repo.owner, repo)
    for place in [place for place in memory.issues if place[0] == repo.id]:
        del memory.issues[place]
    for comment in [c for c in memory.comments.values() if c.place[0] == repo.id]:
        del memory.comments[comment.id]
    here = ("repository", repo.id)
    for hook in [h for h in memory.hooks.values() if (h.target_type, h.target_id) == here]:
        del memory.hooks[hook.id]
    for name in [name for name, number in memory.names.items() if number == repo.id]:
        del memory.names[name]
    del memory.repositories[repo.id]


def _change(memory: Memory, full_name: str, action: str, by: str | None, **new: Any) -> Repository:
    repo = memory.repository(full_name)
    changed = _store(memory, evolve(repo, **new, updated_at=memory.now()))
    emit(memory, "repository", action, by or repo.owner, changed)
    return changed


def _store(memory: Memory, repo: Repository) -> Repository:
    memory.repositories[repo.id] = repo
    memory.names[repo.full_name.lower()] = repo.id
    return repo


def _logins(memory: Memory, logins: Iterable[str]) -> frozenset[str]:
    return frozenset(memory.user(login).login.lower() for login in logins)
