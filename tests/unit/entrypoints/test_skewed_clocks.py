"""The doctor's look at the clock, and at connections that a provider knows better than we do."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen
from house import ANNA, House

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.provider import PROVIDER
from tt_integrations.domain.errors import CallRejected
from tt_integrations.domain.usecases.check_connection import (
    Broken,
    CheckOutcome,
    Failing,
    NotConfigured,
    Trouble,
    Working,
)
from tt_integrations.entrypoints.doctoring.findings import Finding
from tt_integrations.entrypoints.doctoring.online import Online
from tt_integrations.testing.clock import FixedClock


def seen(seconds: float) -> list[Finding]:
    """What is said when the provider's clock is so many seconds ahead of ours."""
    clock = FixedClock()
    theirs = format_datetime(clock.now() + timedelta(seconds=seconds), usegmt=True)
    clients = Clients(httpx.MockTransport(lambda _: httpx.Response(200, headers={"date": theirs})))
    asking: Any = None
    try:
        return list(Online(asking, clients, clock).clock_of(PROVIDER, {"api_url": "https://x"}))
    finally:
        clients.close()


@pytest.mark.parametrize("seconds", [0, 1, -1, 29, -29])
def test_a_clock_that_is_nearly_the_providers_is_fine(seconds: int) -> None:
    [finding] = seen(seconds)
    assert (finding.code, finding.wrong) == ("clock", False)


@pytest.mark.parametrize(
    ("seconds", "words"), [(-3600, "3600 s ahead of that of Slack"), (60, "60 s behind that of")]
)
def test_a_clock_that_is_off_is_named_with_how_much(seconds: int, words: str) -> None:
    [finding] = seen(seconds)
    assert (finding.code, finding.wrong) == ("clock_skewed", True)
    assert words in finding.sentence


def test_a_provider_without_an_api_has_no_clock() -> None:
    nothing: Any = None
    assert list(Online(nothing, nothing, FixedClock()).clock_of(PROVIDER, {})) == []


@frozen
class Checking:
    """In place of an application."""

    outcome: CheckOutcome

    def check(self, _whose: object) -> CheckOutcome:
        return self.outcome


def test_a_connection_is_told_of_as_it_stands(house: House) -> None:
    connection = house.connect(ANNA, "U1")
    outcomes: dict[str, CheckOutcome] = {
        "connection": Working(connection, "Said hello."),
        "token_missing": Broken(connection, Trouble.TOKEN_MISSING),
        "call_rejected": Failing(connection, CallRejected("is_archived")),
        "connection_replaced": NotConfigured(connection.provider),
    }
    nothing: Any = None
    for code, outcome in outcomes.items():
        application: Any = Checking(outcome)
        finding = Online(application, nothing, nothing).works(PROVIDER, connection)
        assert (finding.code, finding.wrong) == (code, code != "connection")
        assert f"connection {connection.id} to Slack" in finding.sentence
    ownerless = Online(nothing, nothing, nothing).works(PROVIDER, evolve(connection, owner=None))
    assert ownerless.code == "connection_ownerless"
