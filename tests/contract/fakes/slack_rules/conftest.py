from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest
from slack_in_process import client

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack


@pytest.fixture
def fake() -> FakeSlack:
    slack = FakeSlack(clock=ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC)))
    slack.add_user("U0ADA", "ada")
    return slack


@pytest.fixture
def bot(fake: FakeSlack) -> httpx.Client:
    return client(fake, fake.bot_token)
