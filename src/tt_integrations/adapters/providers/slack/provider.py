"""What the rest of the program knows of Slack."""

from __future__ import annotations

from tt_integrations.adapters.providers import Provider
from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.providers.slack.settings import describe
from tt_integrations.adapters.providers.slack.speech import write

PROVIDER = Provider(
    name="slack",
    key="slack_connector",
    title="Slack",
    door="events",
    body_limit=1024 * 1024,
    dialect=SlackDialect(),
    write=write,
    describe=describe,
)
