"""Slack is not called before it is due."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_calls import HELLO, STOP, Ground, ground

from tt_integrations.adapters.providers.slack.fake import rate_limited
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.chat import Access
from tt_integrations.testing.clock import FixedClock

GENERAL = "C0GENERAL"


@pytest.fixture
def slack() -> Ground:
    return ground(enforce_rate_limits=True)


def left(slack: Ground, channel: str = GENERAL) -> float | None:
    with pytest.raises(ProviderUnavailable) as early:
        slack.chat.post(slack.access, channel, HELLO)
    return early.value.retry_after


def test_a_channel_gets_one_message_a_second(slack: Ground) -> None:
    slack.chat.post(slack.access, GENERAL, HELLO)
    slack.fake.clock.advance(0.4)
    assert left(slack) == pytest.approx(0.6)
    slack.fake.clock.advance(0.6)
    slack.chat.post(slack.access, GENERAL, HELLO)
    assert slack.calls("chat.postMessage") == len(slack.texts()) == 2


def test_another_channel_has_a_turn_of_its_own(slack: Ground) -> None:
    other = slack.fake.add_channel("other").id
    slack.chat.post(slack.access, GENERAL, HELLO)
    slack.chat.post(slack.access, other, HELLO)
    assert len(slack.texts("other")) == 1


def test_after_a_429_the_method_is_left_alone_for_as_long_as_slack_says(slack: Ground) -> None:
    slack.fake.fail_next("chat.postMessage", rate_limited(20))
    assert left(slack) == 20
    slack.fake.clock.advance(5)
    assert left(slack) == 15
    assert slack.calls("chat.postMessage") == 1
    slack.fake.clock.advance(15)
    slack.chat.post(slack.access, GENERAL, HELLO)
    assert len(slack.texts()) == 1


def test_a_429_stops_neither_other_methods_nor_other_installations(slack: Ground) -> None:
    posted = slack.chat.post(slack.access, GENERAL, HELLO)
    slack.fake.clock.advance(1)
    slack.fake.fail_next("chat.postMessage", rate_limited(20))
    assert left(slack) == 20
    slack.chat.edit(slack.access, posted, STOP)
    slack.fake.add_team("T0OTHER", "Other")
    elsewhere = Access(slack.fake.issue_bot_token(team="T0OTHER"), "T0OTHER")
    assert slack.chat.post(elsewhere, "#general", HELLO).channel != posted.channel


def test_of_two_waits_the_longer_counts() -> None:
    clock = FixedClock()
    pacing = Pacing(clock)
    pacing.hold("T1", "auth.test", 60)
    pacing.hold("T1", "auth.test", 5)
    clock.advance(59)
    with pytest.raises(ProviderUnavailable) as early:
        pacing.may_call("T1", "auth.test")
    assert early.value.retry_after == 1
    clock.advance(1)
    pacing.may_call("T1", "auth.test")
    assert pacing._not_before[("method", "T1", "auth.test")] == clock.now()


def test_of_many_threads_at_once_one_gets_the_turn() -> None:
    pacing = Pacing(FixedClock())

    def turn(_: int) -> bool:
        try:
            pacing.may_post("T1", GENERAL)
        except ProviderUnavailable:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(turn, range(100))) == 1


def test_what_is_over_is_forgotten_before_memory_grows() -> None:
    clock = FixedClock()
    pacing = Pacing(clock, most=3)
    for number in range(100):
        pacing.may_post("T1", f"C{number}")
        clock.advance(2)
        assert len(pacing._not_before) <= 3


def test_of_too_many_waits_the_longest_are_kept() -> None:
    pacing = Pacing(FixedClock(), most=4)
    for number in range(1, 6):
        pacing.hold(f"T{number}", "auth.test", number)
    assert len(pacing._not_before) <= 4
    pacing.may_call("T1", "auth.test")
    with pytest.raises(ProviderUnavailable):
        pacing.may_call("T5", "auth.test")
