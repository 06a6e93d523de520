"""Slack from the first `/tt link` to a Slack that hangs."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.entrypoints.sandbox.tour import Tour

BEN, ANNA = "U0BEN", "U0ANNA"
CONFIG = "/api/integrations/slack/config"
QUICK = 2.0
"""Seconds that a command may take while Slack itself hangs."""
NEW_YORK = ZoneInfo("America/New_York")


def slack_chapter(tour: Tour) -> None:
    _link(tour)
    _notifications(tour)
    _words(tour)
    _summary(tour)
    _hanging(tour)


def _link(tour: Tour) -> None:
    print("\nBen links himself, without typing any id")
    offered = tour.type("/tt link", "/integrations/slack/link/", BEN)
    address = next(word for word in re.split("[<>|]", offered) if "/link/" in word)
    tour.ask("ben", "GET", address, "will start and stop timers as")
    tour.ask("ben", "POST", address, "You are linked")
    tour.ask("ben", "POST", address, "expired")
    tour.type("/tt link", "linked already", BEN)
    tour.ask("ben", "POST", CONFIG, "channel_id", channel_id="general?")
    tour.ask("ben", "POST", CONFIG, '"ok":true', channel_id="C0GENERAL", live_message=True)
    time.sleep(1.1)  # Slack takes one message per second and channel, and Anna has just been there
    tour.ask("ben", "POST", "/api/integrations/slack/test", "works")
    tour.hear("test message")


def _notifications(tour: Tour) -> None:
    print("\nThe channel sees timers start and stop; a live message is one per timer")
    tour.type("/tt stop", "Timer stopped", ANNA)
    tour.type("/tt start support -- with a note", "Timer started for *Support &amp; training*", BEN)
    tour.hear("*Ben Birch* started a timer")
    tour.press("Stop", BEN, "Timer stopped")
    tour.hear("*Ben Birch* stopped a timer")
    tour.hear("*Ben Birch* started a timer", times=0)
    tour.press("Undo", BEN, "Took back `stop`")
    tour.type("/tt status", "Active timer on *Support &amp; training*", BEN)


def _words(tour: Tour) -> None:
    print("\nOther words")
    tour.type("/tt pause", "aused", BEN)
    tour.type("/tt resume", "Back on", BEN)
    tour.type("/tt strat web", "/tt start", ANNA)
    tour.type("/tt log 1h30m web yesterday -- written down later", "Web", ANNA)
    tour.type("/tt log 25h web", "24 hours at most", ANNA)
    tour.type("/tt undo", "Took back `log`", ANNA)
    tour.type("/tt week", "This week", ANNA)
    tour.type("/tt stop", "Timer stopped", BEN)


def _summary(tour: Tour) -> None:
    print("\nThe clock is turned to the hour of Ben's summary")
    local = SystemClock().now().astimezone(NEW_YORK)
    at = (local + timedelta(minutes=2)).replace(second=0)
    tour.ask(
        "ben",
        "POST",
        CONFIG,
        '"ok":true',
        daily_summary=True,
        daily_summary_time=f"{at:%H:%M}",
    )
    tour.fake("clock", advance=150)
    tour.hear("*Daily summary for Ben Birch*")
    tour.fake("clock", advance=60)
    time.sleep(1.5)  # two more looks
    tour.hear("*Daily summary for Ben Birch*")


def _hanging(tour: Tour) -> None:
    print("\nSlack hangs; timers do not")
    tour.fake("faults", operation="chat.postMessage", fault="hanging", **{"with": {"seconds": 3}})
    began = time.monotonic()
    tour.type("/tt start support", "Timer started", BEN)
    took = time.monotonic() - began
    print(f"      answered in {took * 1000:.0f} ms")
    if took > QUICK:
        tour.failures.append(f"a hanging Slack held /tt up for {took:.1f} s")
    tour.type("/tt stop", "Timer stopped", BEN)
    tour.fake("recover")
