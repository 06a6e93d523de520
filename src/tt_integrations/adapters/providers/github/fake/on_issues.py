"""Issues over REST: get, create, update (GitHub docs, "REST API endpoints for issues")."""

from __future__ import annotations

from attrs import evolve

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake import act_issues, issue_fields
from tt_integrations.adapters.providers.github.fake.asking import Ask, created, shown
from tt_integrations.adapters.providers.github.fake.issue_bodies import CREATE, UPDATE, fields_of
from tt_integrations.adapters.providers.github.fake.issue_changes import Change, store
from tt_integrations.adapters.providers.github.fake.issue_paths import check_issues_on, issue_of
from tt_integrations.adapters.providers.github.fake.permits import check_may_edit
from tt_integrations.adapters.providers.github.fake.reading import (
    body_of,
)
from tt_integrations.adapters.providers.github.fake.refusals import (
    wrong,
)
from tt_integrations.adapters.providers.github.fake.show_issues import issue as show


def get(ask: Ask) -> Response:
    issue = issue_of(ask)
    return shown(show(issue, ask.memory), issue.updated_at)


def create(ask: Ask) -> Response:
    check_issues_on(ask)
    body = body_of(ask, "Issue", CREATE)
    if not str(body.get("title", "")).strip():
        raise wrong("Issue", "title", "missing_field")
    fields = {**fields_of(ask, body), "app_id": ask.caller.app_id}
    new = act_issues.create(ask.memory, ask.repo, ask.caller.login, fields)
    return created(show(new, ask.memory))


def update(ask: Ask) -> Response:
    issue = issue_of(ask)
    check_may_edit(ask.memory, ask.caller, ask.repo, issue.author)
    body = body_of(ask, "Issue", UPDATE)
    if "title" in body and body["title"] is None:
        del body["title"]
    state = body.pop("state", issue.state)
    reason, _ = body.pop("state_reason", None), body.pop("duplicate_issue_id", None)
    new = issue_fields.resolved(ask.memory, ask.repo, fields_of(ask, body))
    if state != issue.state or reason:
        new |= act_issues.standing(ask.memory, issue, state, reason, ask.caller.login)
    changed = evolve(issue, **new)
    return json_response(
        show(store(Change(ask.memory, issue, changed, ask.caller.login)), ask.memory)
    )
