"""Issues, comments, labels and milestones as JSON (GitHub's OpenAPI description)."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Issue,
    Repository,
)
from tt_integrations.adapters.providers.github.fake.show_apps import integration
from tt_integrations.adapters.providers.github.fake.show_labels import issue_type, label, milestone
from tt_integrations.adapters.providers.github.fake.show_people import (
    moment,
    moment_or_null,
    node_id,
    simple_user,
)
from tt_integrations.adapters.providers.github.fake.show_reactions import reactions

Json = dict[str, Any]


def issue(it: Issue, memory: Memory) -> Json:
    """A pull request is shown as an issue with the key `pull_request`."""
    repo, links = memory.repositories[it.repository_id], memory.links
    url = links.issue(repo.full_name, it.number)
    return {
        "id": it.id,
        "node_id": node_id("PullRequest" if it.is_pull else "Issue", it.id),
        "number": it.number,
        "title": it.title,
        "body": it.body,
        "url": url,
        "repository_url": links.repository(repo.full_name),
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "timeline_url": f"{url}/timeline",
        "html_url": links.issue_page(repo.full_name, it.number, pull=it.is_pull),
        **_people(it, memory, repo),
        **_standing(it),
        "labels": [label(each, memory, repo) for each in it.labels],
        "milestone": it.milestone and milestone(it.milestone, memory, repo),
        "type": it.type and issue_type(it.type),
        "comments": len(memory.comments_on(it.place)),
        "reactions": reactions(url),
        **(_as_pull(it, memory, repo) if it.is_pull else {}),
    }


def association(login: str, memory: Memory, repo: Repository) -> str:
    if login.lower() == repo.owner.lower():
        return "OWNER"
    if login.lower() in memory.members.get(repo.owner.lower(), set()):
        return "MEMBER"
    known = repo.admins | repo.collaborators
    return "COLLABORATOR" if login.lower() in known else "NONE"


def _people(it: Issue, memory: Memory, repo: Repository) -> Json:
    assignees = [simple_user(memory.user(login), memory.links) for login in it.assignees]
    closer = it.closed_by and simple_user(memory.user(it.closed_by), memory.links)
    return {
        "user": simple_user(memory.user(it.author), memory.links),
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "closed_by": closer,
        "author_association": association(it.author, memory, repo),
        "performed_via_github_app": it.app_id and integration(memory.apps[it.app_id], memory),
    }


def _standing(it: Issue) -> Json:
    return {
        "state": it.state,
        "state_reason": it.state_reason,
        "locked": it.locked,
        "active_lock_reason": it.lock_reason,
        "created_at": moment(it.created_at),
        "updated_at": moment(it.updated_at),
        "closed_at": moment_or_null(it.closed_at),
    }


def _as_pull(it: Issue, memory: Memory, repo: Repository) -> Json:
    page = memory.links.issue_page(repo.full_name, it.number, pull=True)
    url = f"{memory.links.repository(repo.full_name)}/pulls/{it.number}"
    others = {"diff_url": f"{page}.diff", "patch_url": f"{page}.patch", "merged_at": None}
    return {"draft": False, "pull_request": {"url": url, "html_url": page, **others}}
