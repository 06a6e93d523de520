from __future__ import annotations

import pytest
from command_app import NOW, SECRET, App

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake import FakeSlack


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def fake(app: App) -> FakeSlack:
    slack = FakeSlack(
        signing_secret=SECRET,
        request_url="https://tt.example/slack",
        clock=ProviderClock(NOW),
        call=app,
    )
    slack.add_user("U0ADA", "ada")
    return slack
