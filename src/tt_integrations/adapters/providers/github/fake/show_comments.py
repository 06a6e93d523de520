"""Comments as JSON (schema issue-comment of GitHub's OpenAPI description)."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Comment,
)
from tt_integrations.adapters.providers.github.fake.show_apps import integration
from tt_integrations.adapters.providers.github.fake.show_issues import association
from tt_integrations.adapters.providers.github.fake.show_people import (
    moment,
    node_id,
    simple_user,
)
from tt_integrations.adapters.providers.github.fake.show_reactions import reactions

Json = dict[str, Any]


def comment(it: Comment, memory: Memory) -> Json:
    place = memory.issues[it.place]
    repo, links = memory.repositories[place.repository_id], memory.links
    page = links.issue_page(repo.full_name, place.number, pull=place.is_pull)
    url = f"{links.repository(repo.full_name)}/issues/comments/{it.id}"
    return {
        "id": it.id,
        "node_id": node_id("IssueComment", it.id),
        "url": url,
        "html_url": f"{page}#issuecomment-{it.id}",
        "issue_url": links.issue(repo.full_name, place.number),
        "body": it.body,
        "user": simple_user(memory.user(it.author), links),
        "author_association": association(it.author, memory, repo),
        "created_at": moment(it.created_at),
        "updated_at": moment(it.updated_at),
        "reactions": reactions(url),
        "performed_via_github_app": it.app_id and integration(memory.apps[it.app_id], memory),
    }
