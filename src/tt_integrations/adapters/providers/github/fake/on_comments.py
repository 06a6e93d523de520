"""Comments over REST (GitHub docs, "REST API endpoints for issue comments")."""

from __future__ import annotations

from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake import act_comments
from tt_integrations.adapters.providers.github.fake.access import WRITE, role
from tt_integrations.adapters.providers.github.fake.asking import Ask, created
from tt_integrations.adapters.providers.github.fake.issue_bodies import LARGEST_BODY
from tt_integrations.adapters.providers.github.fake.issue_paths import issue_of
from tt_integrations.adapters.providers.github.fake.pages import NUMBERED, numbered
from tt_integrations.adapters.providers.github.fake.reading import (
    body_of,
    is_text,
    moment,
    query_of,
)
from tt_integrations.adapters.providers.github.fake.refusals import forbidden, wrong
from tt_integrations.adapters.providers.github.fake.show_comments import comment as show


def list_comments(ask: Ask) -> Response:
    """Oldest first."""
    place = issue_of(ask).place
    query = query_of(ask, "IssueComment", {**NUMBERED, "since": moment})
    found = ask.memory.comments_on(place)
    if "since" in query:
        found = [it for it in found if it.updated_at >= query["since"]]
    return numbered(ask, query, found, lambda it: show(it, ask.memory))


def create_comment(ask: Ask) -> Response:
    issue = issue_of(ask)
    body = body_of(ask, "IssueComment", {"body": is_text})
    text = body.get("body", "")
    if not text.strip():
        raise wrong("IssueComment", "body", "missing_field")
    if len(text) > LARGEST_BODY:
        raise wrong(
            "IssueComment", "body", message="body is too long (maximum is 65536 characters)"
        )
    if issue.locked and role(ask.memory, ask.caller, ask.repo) < WRITE:
        raise forbidden("Unable to create comment because issue is locked.")
    new = act_comments.add(ask.memory, issue, ask.caller.login, text, ask.caller.app_id)
    return created(show(new, ask.memory))
