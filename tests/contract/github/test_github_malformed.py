"""Deliveries that are genuine and yet not as GitHub writes them: each says which place is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from github_requests import JSON, about, sent, signed

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import IssueNews

DIALECT = GitHubDialect()


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"number": "1"}, "$.issue.number"),
        ({"number": True}, "$.issue.number"),
        ({"title": None}, "$.issue.title"),
        ({"body": 5}, "$.issue.body"),
        ({"state": "ajar"}, "$.issue.state"),
        ({"updated_at": "yesterday"}, "$.issue.updated_at"),
        ({"updated_at": "2026-03-02T08:59:00"}, "$.issue.updated_at"),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, "$.issue.updated_at"),
        ({"state": "closed", "closed_at": "soon"}, "$.issue.closed_at"),
        ({"number": 0}, "$.issue.number"),
        ({"number": 2**63}, "$.issue.number"),
        ({"labels": [5]}, "$.issue.labels[0]"),
        ({"labels": ["bug", {"name": 5}]}, "$.issue.labels[1]"),
        ({"assignees": [{}]}, "$.issue.assignees[0]"),
        ({"milestone": {"title": None}}, "$.issue.milestone"),
    ],
)
def test_an_issue_that_is_not_as_github_tells_it_is_malformed_by_the_place(
    changed: dict[str, Any], path: str
) -> None:
    with pytest.raises(MalformedPayload) as malformed:
        DIALECT.read(sent(about("edited", issue=changed)))
    assert malformed.value.path.startswith(path)


@pytest.mark.parametrize("missing", ["issue", "repository", "action"])
def test_what_every_event_has_must_be_there(missing: str) -> None:
    payload = {name: value for name, value in about("opened").items() if name != missing}
    with pytest.raises(MalformedPayload):
        DIALECT.read(sent(payload))


@pytest.mark.parametrize("name", ["x-github-event", "x-github-delivery"])
@pytest.mark.parametrize("value", [None, "", "é", "x" * 200, "a b"])
def test_a_header_that_is_missing_or_odd_is_named(name: str, value: str | None) -> None:
    whole = sent(about("opened"))
    others = {key: text for key, text in whole.headers.items() if key != name}
    headers = others if value is None else {**others, name: value}
    with pytest.raises(MalformedPayload) as malformed:
        DIALECT.read(evolve(whole, headers=headers))
    assert malformed.value.path == name


@pytest.mark.parametrize(
    ("body", "kind", "path"),
    [
        (b"", JSON, "body"),
        (b"[]", JSON, "body"),
        (b"nothing", JSON, "body"),
        (b"a=b", "application/x-www-form-urlencoded", "payload"),
        (b"payload=%5B%5D", "application/x-www-form-urlencoded", "body"),
        (b"{}", "text/plain", "content-type"),
    ],
)
def test_what_is_no_object_in_json_or_in_a_form_is_malformed(
    body: bytes, kind: str, path: str
) -> None:
    with pytest.raises(MalformedPayload) as malformed:
        DIALECT.read(signed(body, media_type=kind))
    assert malformed.value.path == path


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", " Application/JSON ", None])
def test_the_media_type_may_be_written_in_any_way_or_be_lost(kind: str | None) -> None:
    whole = sent(about("opened"))
    others = {name: text for name, text in whole.headers.items() if name != "content-type"}
    headers = others if kind is None else {**others, "content-type": kind}
    assert isinstance(DIALECT.read(evolve(whole, headers=headers)), IssueNews)
