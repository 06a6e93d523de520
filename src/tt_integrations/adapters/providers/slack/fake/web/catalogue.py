"""The methods that need a token of an installation."""

from __future__ import annotations

from collections.abc import Mapping

from tt_integrations.adapters.providers.slack.fake.web import chat, people, scheduling, views
from tt_integrations.adapters.providers.slack.fake.web.method import Method

METHODS: Mapping[str, Method] = {
    **chat.METHODS,
    **scheduling.METHODS,
    **people.METHODS,
    **views.METHODS,
}
