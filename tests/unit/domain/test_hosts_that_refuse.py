"""What a rule of the host's own forbids is not done, and answered in the host's words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from keyboard import Keyboard
from strict_host import RULE, StrictHost
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.timesheet import TimeEntry
from tt_integrations.domain.usecases.answer_slash import Refused, SlashOutcome
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.testing.memory import MemoryStore

DAY = timedelta(days=1)
RUNNING, PAUSED = ("start web",), ("start web", "pause")


def stand(slash: Keyboard, store: MemoryStore) -> tuple[SlashOutcome, list[TimeEntry]]:
    """What runs, and what was worked."""
    now = slash.clock.now()
    with store.unit_of_work.reading() as tx:
        entries = list(tx.entries.within(slash.person.id, Span(now - DAY, now + DAY)))
    return slash("status"), entries


@pytest.mark.parametrize(
    ("before", "typed", "forbidden"),
    [
        ((), "start web", "start"),
        ((), "switch web", "start"),
        ((), "log 1h web", "add"),
        (RUNNING, "switch mobile", "stop"),
        (RUNNING, "switch mobile", "start"),
        (RUNNING, "stop", "stop"),
        (RUNNING, "note walls", "change"),
        (RUNNING, "pause", "change"),
        (PAUSED, "resume", "change"),
        (RUNNING, "undo", "take_back"),
    ],
)
def test_what_the_host_forbids_is_answered_in_its_words_and_changes_nothing(
    slash: Keyboard, store: MemoryStore, before: tuple[str, ...], typed: str, forbidden: str
) -> None:
    for command in before:
        slash(command)
        slash.clock.advance(timedelta(minutes=1))
    was, told = stand(slash, store), list(slash.announced.events)
    strict = StrictHost(store.unit_of_work, forbidden)
    assert slash(typed, "once", strict) == Refused(RULE)
    assert stand(slash, store) == was
    assert slash.announced.events == told
    # no claim is left: allowed later, the same delivery is carried out
    assert not isinstance(slash(typed, "once"), Refused | HandledBefore)
    assert stand(slash, store) != was
