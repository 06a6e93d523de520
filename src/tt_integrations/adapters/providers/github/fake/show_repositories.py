"""Repositories as JSON (schemas repository and full-repository of GitHub's OpenAPI description)."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.show_people import moment, node_id, simple_user

Json = dict[str, Any]

PLAIN = "contributors deployments downloads events forks hooks languages merges stargazers subscribers subscription tags teams"
TEMPLATES = {
    "archive_url": "{archive_format}{/ref}",
    "assignees_url": "assignees{/user}",
    "blobs_url": "git/blobs{/sha}",
    "branches_url": "branches{/branch}",
    "collaborators_url": "collaborators{/collaborator}",
    "comments_url": "comments{/number}",
    "commits_url": "commits{/sha}",
    "compare_url": "compare/{base}...{head}",
    "contents_url": "contents/{+path}",
    "git_commits_url": "git/commits{/sha}",
    "git_refs_url": "git/refs{/sha}",
    "git_tags_url": "git/tags{/sha}",
    "issue_comment_url": "issues/comments{/number}",
    "issue_events_url": "issues/events{/number}",
    "issues_url": "issues{/number}",
    "keys_url": "keys{/key_id}",
    "labels_url": "labels{/name}",
    "milestones_url": "milestones{/number}",
    "notifications_url": "notifications{?since,all,participating}",
    "pulls_url": "pulls{/number}",
    "releases_url": "releases{/id}",
    "statuses_url": "statuses/{sha}",
    "trees_url": "git/trees{/sha}",
}
"""Where the things of a repository are, below its own address; the braces are part of GitHub's answer."""


def repository(repo: Repository, memory: Memory) -> Json:
    links = memory.links
    return {
        "id": repo.id,
        "node_id": node_id("Repository", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
        "visibility": "private" if repo.private else "public",
        "owner": simple_user(memory.user(repo.owner), links),
        "html_url": f"{links.web}/{repo.full_name}",
        "description": repo.description,
        "url": links.repository(repo.full_name),
        **_addresses(repo, memory),
        **_settings(repo),
        **_counts(repo, memory),
        "created_at": moment(repo.created_at),
        "updated_at": moment(repo.updated_at),
        "pushed_at": moment(repo.updated_at),
    }


def full_repository(repo: Repository, memory: Memory) -> Json:
    """What one repository says about itself, beyond its line in a list."""
    owner = memory.user(repo.owner)
    more: Json = {"network_count": 0, "subscribers_count": 0, "temp_clone_token": None}
    if owner.type == "Organization":
        more["organization"] = simple_user(owner, memory.links)
    return {**repository(repo, memory), **more}


def short_repository(repo: Repository) -> Json:
    """How installation events name a repository."""
    return {
        "id": repo.id,
        "node_id": node_id("Repository", repo.id),
        "name": repo.name,
        "full_name": repo.full_name,
        "private": repo.private,
    }


def _addresses(repo: Repository, memory: Memory) -> Json:
    url, page = memory.links.repository(repo.full_name), f"{memory.links.web}/{repo.full_name}"
    return {
        **{f"{name}_url": f"{url}/{name}" for name in PLAIN.split()},
        **{name: f"{url}/{rest}" for name, rest in TEMPLATES.items()},
        "git_url": f"git://{memory.links.host}/{repo.full_name}.git",
        "ssh_url": f"git@{memory.links.host}:{repo.full_name}.git",
        "clone_url": f"{page}.git",
        "svn_url": page,
        "mirror_url": None,
        "homepage": None,
    }


def _settings(repo: Repository) -> Json:
    return {
        "fork": False,
        "has_issues": repo.has_issues,
        "has_projects": True,
        "has_wiki": True,
        "has_pages": False,
        "has_downloads": True,
        "has_discussions": False,
        "archived": repo.archived,
        "disabled": False,
        "is_template": False,
        "allow_forking": True,
        "web_commit_signoff_required": False,
        "default_branch": repo.default_branch,
        "language": None,
        "license": None,
        "topics": [],
    }


def _counts(repo: Repository, memory: Memory) -> Json:
    still_open = sum(issue.state == "open" for issue in memory.issues_in(repo.id))
    none = ("forks", "forks_count", "size", "stargazers_count", "watchers", "watchers_count")
    return {
        **dict.fromkeys(none, 0),
        "open_issues": still_open,
        "open_issues_count": still_open,
    }
