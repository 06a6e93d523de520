"""What is taken and left for later, or for good, is accepted with 202; what was done with 200."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from attrs import frozen

from tt_integrations.adapters.providers.slack.provider import PROVIDER
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.entrypoints.http.webhooks import Webhook


@frozen
class Answering:
    """In place of an application, or of patience with one."""

    reply: Answer

    def answer(self, _provider: object, _delivery: Delivery) -> Answer:
        return self.reply


@frozen
class Patient:
    reply: Answer

    async def answer(self, _provider: object, _delivery: Delivery, _came: float) -> Answer:
        return self.reply


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(("later", "status"), [(True, 202), (False, 200)])
def test_an_answer_says_by_its_status_whether_anything_was_done(
    *, at_once: bool, later: bool, status: int
) -> None:
    answer = Answer(b'{"ok": true}', "application/json", later=later)
    made: Any = (Patient(answer), Answering(answer) if at_once else None)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"body": b"{}"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    webhook = Webhook(PROVIDER, *made)
    asyncio.run(webhook({"headers": []}, receive, send))  # type: ignore[arg-type]
    assert [message.get("status") for message in sent] == [status, None]
    assert sent[1]["body"] == b'{"ok": true}'
