"""A button pressed in a chat, received by a host app on its own thread: the answer is empty, the reply follows."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from attrs import evolve
from hosted import typed
from house import ANNA, VAULT, House

from tt_integrations import Integrations, embed
from tt_integrations.domain.model.delivery import Answer

REPLY_TO = "https://hooks.slack.com/actions/T1/2/abc"


@pytest.fixture
def letters() -> list[tuple[str, Answer]]:
    return []


@pytest.fixture
def embedded(engine: sa.Engine, letters: list[tuple[str, Answer]]) -> Integrations:
    made = embed(engine, VAULT)
    application = evolve(
        made.application, replies=lambda address, answer: letters.append((address, answer))
    )
    return evolve(made, application=application)


def test_a_click_is_answered_with_nothing_and_its_reply_follows(
    house: House, embedded: Integrations, letters: list[tuple[str, Answer]]
) -> None:
    house.connect(ANNA, "U1")
    body = house.click(f"{ANNA}:start web", REPLY_TO)
    assert typed(embedded, body).body == b""
    [(address, answer)] = letters
    assert address == REPLY_TO
    assert b"Timer started for *Web*" in answer.body
    assert house.timers() == [(ANNA, 1)]
    embedded.close()
