from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from modal_app import App
from slack_sdk import WebClient

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def fake(app: App) -> FakeSlack:
    at = ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC))
    slack = FakeSlack(request_url="https://tt.example/slack", clock=at, call=app)
    slack.add_user("U0ADA", "ada")
    return slack


@pytest.fixture
def bot(fake: FakeSlack) -> Iterator[WebClient]:
    with fake.serve() as here:
        yield WebClient(fake.bot_token, base_url=f"{here.url}/api/")
