"""Labels, milestones and types of issues as JSON."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Label,
    Milestone,
    Repository,
)
from tt_integrations.adapters.providers.github.fake.show_people import (
    moment,
    node_id,
    simple_user,
)

Json = dict[str, Any]


def label(it: Label, memory: Memory, repo: Repository) -> Json:
    return {
        "id": it.id,
        "node_id": node_id("Label", it.id),
        "url": f"{memory.links.repository(repo.full_name)}/labels/{it.name}".replace(" ", "%20"),
        "name": it.name,
        "description": it.description,
        "color": it.color,
        "default": False,
        "archived_at": None,
        "archived_by": None,
    }


def milestone(it: Milestone, memory: Memory, repo: Repository) -> Json:
    url = f"{memory.links.repository(repo.full_name)}/milestones/{it.number}"
    inside = [i.state for i in memory.issues_in(repo.id) if i.milestone and i.milestone.id == it.id]
    return {
        "url": url,
        "html_url": f"{memory.links.web}/{repo.full_name}/milestone/{it.number}",
        "labels_url": f"{url}/labels",
        "id": it.id,
        "node_id": node_id("Milestone", it.id),
        "number": it.number,
        "title": it.title,
        "description": None,
        "creator": simple_user(memory.user(it.creator), memory.links),
        "open_issues": inside.count("open"),
        "closed_issues": inside.count("closed"),
        "state": "open",
        "created_at": moment(it.created_at),
        "updated_at": moment(it.created_at),
        "due_on": None,
        "closed_at": None,
    }


def issue_type(name: str) -> Json:
    number = sum(map(ord, name))
    return {
        "id": number,
        "node_id": node_id("IssueType", number),
        "name": name,
        "description": None,
        "color": None,
        "is_enabled": True,
    }
