"""A fake Slack: its Web API and OAuth pages, and Slack calling us."""

from tt_integrations.adapters.providers.slack.fake.fake import FakeSlack
from tt_integrations.adapters.providers.slack.fake.provider_faults import (
    done_but_failed,
    rate_limited,
    refused,
    warned,
)
from tt_integrations.adapters.providers.slack.fake.signing import Signing
from tt_integrations.adapters.providers.slack.fake.slash import SlashAnswer

__all__ = [
    "FakeSlack",
    "Signing",
    "SlashAnswer",
    "done_but_failed",
    "rate_limited",
    "refused",
    "warned",
]
