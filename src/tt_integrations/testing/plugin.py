"""Pytest fixtures: the fake providers under one clock. Loaded by itself where the `testing` extra is installed.

Source of their behaviour: see each fake. All three share `provider_clock`, which stands still until turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # imported when a test asks, so that other tests do not pay for them
    from tt_integrations.adapters.fakes.clock import ProviderClock
    from tt_integrations.adapters.providers.github.fake import FakeGitHub
    from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
    from tt_integrations.adapters.providers.slack.fake import FakeSlack


@pytest.fixture
def provider_clock() -> ProviderClock:
    """The clock of all fakes, standing at Monday 2026-03-02 09:00 UTC until a test turns it."""
    from tt_integrations.testing.clock import FixedClock  # noqa: PLC0415 - see above

    return FixedClock()


@pytest.fixture
def fake_slack(provider_clock: ProviderClock) -> FakeSlack:
    """A Slack with one workspace and #general."""
    from tt_integrations.adapters.providers.slack.fake import FakeSlack  # noqa: PLC0415 - see above

    return FakeSlack(clock=provider_clock)


@pytest.fixture
def fake_github(provider_clock: ProviderClock) -> FakeGitHub:
    """A GitHub without accounts."""
    from tt_integrations.adapters.providers.github.fake import FakeGitHub  # noqa: PLC0415 - see above

    return FakeGitHub(clock=provider_clock)


@pytest.fixture
def fake_google(provider_clock: ProviderClock) -> FakeGoogle:
    """A Google without accounts."""
    from tt_integrations.adapters.providers.google_calendar.fake import (  # noqa: PLC0415 - see above
        FakeGoogle,
    )

    return FakeGoogle(clock=provider_clock)
