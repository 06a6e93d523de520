"""Recorded requests beside the connector, each with what it means: they are the specification of our dialect.

A sample is `<name>.http`, the request word for word (one line end after the body is not part of it), and
`<name>.json`: the claimed `senders` and the `arrival`.
"""

from __future__ import annotations

from typing import Any

import pytest
from attrs import asdict, evolve
from google_pushes import NOW, SECRET

from samples import Sample, Samples
from tt_integrations.adapters.providers.google_calendar.dialect import GoogleDialect
from tt_integrations.domain.errors import Untrusted
from tt_integrations.domain.model.delivery import Ignored
from tt_integrations.domain.model.events import CalendarNews

SAMPLES = Samples("google_calendar", "google_calendar_connector")
DIALECT = GoogleDialect()
WANTED = {"push_sync", "push_exists", "push_not_exists", "push_of_a_new_kind"}

ALL = SAMPLES.all()
EACH = pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)


def as_value(arrival: object) -> dict[str, Any]:
    if isinstance(arrival, Ignored):
        return {"kind": "Ignored", "word": arrival.kind}
    assert isinstance(arrival, CalendarNews)
    return {"kind": "CalendarNews", **asdict(arrival)}


def test_there_is_a_sample_of_everything_google_sends_us() -> None:
    assert SAMPLES.names(".http") >= WANTED


def test_every_sample_has_its_meaning_beside_it() -> None:
    assert SAMPLES.names(".http") == SAMPLES.names(".json")


@EACH
def test_a_recorded_request_is_genuine_and_comes_from_whom_it_claims(sample: Sample) -> None:
    sent = sample.delivery()
    DIALECT.verify(sent, SECRET, NOW)
    assert DIALECT.greeting(sent) is None
    assert list(DIALECT.senders(sent)) == sample.expected()["senders"]


@EACH
def test_a_recorded_request_means_what_is_written_beside_it(sample: Sample) -> None:
    assert as_value(DIALECT.read(sample.delivery())) == sample.expected()["arrival"]


@EACH
def test_a_recorded_request_without_its_token_is_not_genuine(sample: Sample) -> None:
    sent = sample.delivery()
    headers = {n: v for n, v in sent.headers.items() if n != "x-goog-channel-token"}
    with pytest.raises(Untrusted):
        DIALECT.verify(evolve(sent, headers=headers), SECRET, NOW)
