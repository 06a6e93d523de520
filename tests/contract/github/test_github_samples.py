"""Recorded requests beside the connector, each with what it means: they are the specification of our dialect.

A sample is `<name>.http`, the request word for word (one line end after the body is not part of it), and
`<name>.json`: the claimed `senders` and the `arrival`.
"""

from __future__ import annotations

from typing import Any

import pytest
from attrs import asdict, evolve
from gidgethub.sansio import Event
from github_requests import NOW, SECRET

from samples import Sample, Samples
from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.delivery import Ignored, IssueNews, RepositoryNews

SAMPLES = Samples("github", "github_connector")
DIALECT = GitHubDialect()
WANTED = {
    "ping",
    "push",
    "issue_opened",
    "issue_assigned",
    "issue_unassigned",
    "issue_labeled",
    "issue_edited",
    "issue_closed",
    "issue_reopened",
    "issue_comment_created",
    "issue_transferred",
    "issue_opened_by_transfer",
    "issue_deleted",
    "repository_renamed",
    "repository_deleted",
}

ALL = SAMPLES.all()
EACH = pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)


def as_value(arrival: object) -> dict[str, Any]:
    """As JSON shows it: moments as texts, tuples as lists."""
    if isinstance(arrival, Ignored):
        return {"kind": "Ignored", "word": arrival.kind}
    assert isinstance(arrival, IssueNews | RepositoryNews)
    fields = asdict(arrival, value_serializer=_plain)
    return {"kind": type(arrival).__name__, **fields}


def _plain(_owner: object, _field: object, value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def test_there_is_a_sample_of_everything_github_sends_us() -> None:
    assert SAMPLES.names(".http") >= WANTED


def test_every_sample_has_its_meaning_beside_it() -> None:
    assert SAMPLES.names(".http") == SAMPLES.names(".json")


@EACH
def test_a_recorded_request_is_genuine_to_us_and_to_an_official_client(sample: Sample) -> None:
    sent = sample.delivery()
    DIALECT.verify(sent, SECRET, NOW)
    read = Event.from_http(dict(sent.headers), sent.body, secret=SECRET)
    assert read.delivery_id == sent.headers["x-github-delivery"]


@EACH
def test_a_recorded_request_comes_from_whom_it_claims(sample: Sample) -> None:
    assert list(DIALECT.senders(sample.delivery())) == sample.expected()["senders"]


@EACH
def test_a_recorded_request_means_what_is_written_beside_it(sample: Sample) -> None:
    sent = sample.delivery()
    assert DIALECT.greeting(sent) is None
    assert as_value(DIALECT.read(sent)) == sample.expected()["arrival"]


@EACH
def test_a_recorded_request_that_was_cut_short_is_not_genuine(sample: Sample) -> None:
    sent = sample.delivery()
    with pytest.raises(Untrusted):
        DIALECT.verify(evolve(sent, body=sent.body[:-1]), SECRET, NOW)
