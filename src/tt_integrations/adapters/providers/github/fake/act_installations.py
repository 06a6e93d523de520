"""Where GitHub Apps are installed, and what they may use there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from tt_integrations.adapters.providers.github.fake.events import emit_to_app
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Installation, Repository
from tt_integrations.adapters.providers.github.fake.show_apps import installation as shown
from tt_integrations.adapters.providers.github.fake.show_people import simple_user
from tt_integrations.adapters.providers.github.fake.show_repositories import short_repository


def install_app(
    memory: Memory, slug: str, account: str, repositories: Iterable[str] | None = None
) -> Installation:
    """`repositories`: full names; None: all that the account owns. Raises ValueError."""
    app = next((app for app in memory.apps.values() if app.slug == slug), None)
    if app is None:
        raise ValueError(f"there is no app {slug!r}")
    chosen = None if repositories is None else _ids(memory, repositories)
    owner = memory.user(account).login
    it = Installation(memory.new_id(), app.id, owner, memory.now(), chosen)
    memory.installations[it.id] = it
    _tell(memory, "installation", "created", it, repositories=_short(memory.installed_on(it)))
    return it


def uninstall_app(memory: Memory, installation_id: int) -> None:
    """Its tokens end with it."""
    it = _find(memory, installation_id)
    _tell(memory, "installation", "deleted", it, repositories=_short(memory.installed_on(it)))
    for token in [t for t in memory.tokens.values() if t.installation_id == it.id]:
        del memory.tokens[token.text]
    del memory.installations[it.id]


def suspend_installation(memory: Memory, installation_id: int) -> Installation:
    """No token works and no webhook is sent while it is suspended."""
    it = evolve(_find(memory, installation_id), suspended_at=memory.now())
    memory.installations[it.id] = it
    _tell(memory, "installation", "suspend", it)
    return it


def unsuspend_installation(memory: Memory, installation_id: int) -> Installation:
    it = evolve(_find(memory, installation_id), suspended_at=None)
    memory.installations[it.id] = it
    _tell(memory, "installation", "unsuspend", it)
    return it


def add_to_installation(memory: Memory, installation_id: int, repo: str) -> Installation:
    """The account lets the app into one more of its repositories."""
    it, added = _find(memory, installation_id), memory.repository(repo)
    before = it.repositories or frozenset()
    new = evolve(it, repositories=before | {added.id})
    memory.installations[it.id] = new
    lists = {"repositories_added": _short([added]), "repositories_removed": []}
    _tell(memory, "installation_repositories", "added", new, **_selection(new), **lists)
    return new


def remove_from_installation(memory: Memory, installation_id: int, repo: str) -> Installation:
    it, removed = _find(memory, installation_id), memory.repository(repo)
    before = {r.id for r in memory.installed_on(it)}
    new = evolve(it, repositories=frozenset(before - {removed.id}))
    memory.installations[it.id] = new
    lists: dict[str, Any] = {"repositories_added": [], "repositories_removed": _short([removed])}
    _tell(memory, "installation_repositories", "removed", new, **_selection(new), **lists)
    return new


def _tell(memory: Memory, event: str, action: str, it: Installation, **body: Any) -> None:
    sender = simple_user(memory.user(it.account), memory.links)
    emit_to_app(memory, event, action, it, installation=shown(it, memory), **body, sender=sender)


def _selection(it: Installation) -> dict[str, Any]:
    return {
        "repository_selection": "all" if it.repositories is None else "selected",
        "requester": None,
    }


def _short(repositories: Iterable[Repository]) -> list[dict[str, Any]]:
    return [short_repository(repo) for repo in repositories]


def _ids(memory: Memory, names: Iterable[str]) -> frozenset[int]:
    return frozenset(memory.repository(name).id for name in names)


def _find(memory: Memory, installation_id: int) -> Installation:
    if installation_id not in memory.installations:
        raise ValueError(f"there is no installation {installation_id}")
    return memory.installations[installation_id]
