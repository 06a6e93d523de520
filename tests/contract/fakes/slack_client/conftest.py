from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

import published_schemas
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def fake() -> FakeSlack:
    slack = FakeSlack(clock=ProviderClock(NOON))
    slack.add_user("U0ADA", "ada", email="ada@example.org", tz="Europe/Berlin")
    return slack


@pytest.fixture
def url(fake: FakeSlack) -> Iterator[str]:
    """Of the Web API on loopback; in the end every answer is held to the published types."""
    with fake.serve() as here:
        yield f"{here.url}/api/"
    for seen in fake.requests:
        described = published_schemas.slack(seen.operation)
        if seen.response is not None and described:
            described.validate(seen.response.json())
            assert "x-oauth-scopes" in seen.response.headers


@pytest.fixture
def bot(fake: FakeSlack, url: str) -> WebClient:
    return WebClient(fake.bot_token, base_url=url)
