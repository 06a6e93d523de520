"""The Web API without a socket."""

from __future__ import annotations

from typing import Any

import httpx

from tt_integrations.adapters.providers.slack.fake import FakeSlack


def client(fake: FakeSlack, token: str) -> httpx.Client:
    bearer = {"authorization": f"Bearer {token}"}
    return httpx.Client(
        transport=fake.transport, base_url="https://slack.test/api/", headers=bearer
    )


def post(bot: httpx.Client, **arguments: Any) -> Any:
    body = {"channel": "general", "text": "x", **arguments}
    return bot.post("chat.postMessage", json=body).json()
