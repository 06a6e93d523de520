"""Whatever arrives, the dialect answers by what its port promises."""

from __future__ import annotations

import json
from typing import Any

from github_requests import FORM, JSON, NOW, SECRET, delivery, sent, sent_as_form, signed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.delivery import Ignored, IssueNews, RepositoryNews
from tt_integrations.testing.payloads import github

DIALECT = GitHubDialect()
LARGE = settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
BODIES = st.binary() | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["action", "issue", "repository", "id", "labels", "changes", "x"]),
            inner,
        )
    ),
).map(lambda value: json.dumps(value).encode())
NAMES = st.sampled_from(
    ["x-github-event", "x-github-delivery", "x-github-hook-id", "x-hub-signature-256"]
) | st.text(max_size=10)
EVENTS = st.sampled_from(["issues", "repository", "ping", "push"]) | st.text(max_size=10)
KINDS = st.sampled_from([JSON, FORM, "", "text/plain", f"{JSON}; charset=utf-8"])
EVENTS_OF = {
    "issues": github.issue_events(),
    "ping": github.pings(),
    "push": github.pushes(),
}


@given(st.dictionaries(NAMES, st.text()), BODIES)
def test_arbitrary_requests_are_untrusted(headers: dict[str, str], body: bytes) -> None:
    whole = delivery(body, headers)
    assert DIALECT.greeting(whole) is None
    assert len(DIALECT.senders(whole)) <= 3
    try:
        DIALECT.verify(whole, SECRET, NOW)
    except Untrusted as error:
        trouble = str(error)
    assert trouble


@given(BODIES, EVENTS, KINDS)
def test_arbitrary_signed_requests_are_understood_or_malformed(
    body: bytes, event: str, kind: str
) -> None:
    whole = signed(body, event, kind)
    DIALECT.verify(whole, SECRET, NOW)
    try:
        arrival = DIALECT.read(whole)
    except MalformedPayload as error:
        assert error.path  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert isinstance(arrival, IssueNews | RepositoryNews | Ignored)


@LARGE
@given(st.data(), st.sampled_from(sorted(EVENTS_OF)))
def test_whatever_github_sends_is_understood(data: st.DataObject, event: str) -> None:
    payload = data.draw(EVENTS_OF[event])
    arrival = DIALECT.read(sent(payload, event))
    assert arrival == DIALECT.read(sent_as_form(payload, event))
    assert isinstance(arrival, IssueNews) == (event == "issues")
    repository = payload["repository"]
    claimed = list(DIALECT.senders(sent(payload, event)))
    assert f"repo:{repository['id']}" in claimed
    assert f"name:{repository['full_name'].lower()}" in claimed


@LARGE
@given(github.issue_events())
def test_an_issue_comes_through_as_github_tells_it(payload: dict[str, Any]) -> None:
    read = DIALECT.read(sent(payload))
    assert isinstance(read, IssueNews)
    told = payload["issue"]
    assert (read.issue.number, read.issue.title) == (told["number"], told["title"])
    assert read.issue.body == (told["body"] or "")
    assert read.issue.closed == (told["state"] == "closed")
    assert list(read.issue.assignees) == [person["login"] for person in told["assignees"]]
    assert (read.moved_to is not None) == (payload["action"] == "transferred")


@LARGE
@given(github.pull_requests(), github.repositories(), st.sampled_from(github.ACTIONS))
def test_a_pull_request_is_never_news(
    pull: dict[str, Any], repository: dict[str, Any], action: str
) -> None:
    payload = {"action": action, "issue": pull, "repository": repository}
    assert DIALECT.read(sent(payload)) == Ignored("issues.pull_request")
