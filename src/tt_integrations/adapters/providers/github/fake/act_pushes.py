"""Commits that are pushed, and events of any kind."""

from __future__ import annotations

import hashlib
from typing import Any

from tt_integrations.adapters.providers.github.fake.events import emit
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.show_people import moment


def push(memory: Memory, full_name: str, message: str = "Work", by: str | None = None) -> str:
    """One commit to the default branch. Returns its id."""
    repo, who = memory.repository(full_name), memory.user(by or full_name.partition("/")[0])
    before, after = (hashlib.sha256(f"{memory.new_id()}".encode()).hexdigest()[:40] for _ in "ab")
    person = {"name": who.name or who.login, "email": who.email or f"{who.login}@example.com"}
    commit = _commit(memory, repo, after, {"message": message, "author": person})
    body: dict[str, Any] = {
        "ref": f"refs/heads/{repo.default_branch}",
        "before": before,
        "after": after,
        "base_ref": None,
        **dict.fromkeys(("created", "deleted", "forced"), False),
        "compare": f"{memory.links.web}/{repo.full_name}/compare/{before[:12]}...{after[:12]}",
        "commits": [commit],
        "head_commit": commit,
        "pusher": person,
    }
    emit(memory, "push", None, who.login, repo, **body)
    return after


def send_event(
    memory: Memory, full_name: str, event: str, payload: dict[str, Any], by: str | None = None
) -> None:
    """Any event, such as one that nobody knows yet, to the hooks that subscribe to it (or to `*`)."""
    repo, more = memory.repository(full_name), dict(payload)
    action = more.pop("action", None)
    emit(memory, event, action, by or repo.owner, repo, **more)


def _commit(memory: Memory, repo: Repository, sha: str, words: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": sha,
        "tree_id": sha[::-1],
        "distinct": True,
        **words,
        "committer": words["author"],
        "timestamp": moment(memory.now()),
        "url": f"{memory.links.web}/{repo.full_name}/commit/{sha}",
        **{kind: [] for kind in ("added", "removed", "modified")},
    }
