"""What happens in a workspace by itself as time passes. Hold the lock."""

from __future__ import annotations

from attrs import evolve

from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.places import User


def let_time_pass(memory: Memory) -> None:
    """Scheduled messages are posted, and statuses that have expired are cleared."""
    now = memory.clock.timestamp()
    _post_scheduled(memory, now)
    for user in memory.users.values():
        _clear_status(user, now)


def _post_scheduled(memory: Memory, now: float) -> None:
    due = sorted((s for s in memory.scheduled if s.post_at <= now), key=lambda s: s.post_at)
    for one in due:
        memory.scheduled.remove(one)
        ts = f"{one.post_at}.{memory.number():06d}"
        memory.messages.append(evolve(one.message, ts=ts))


def _clear_status(user: User, now: float) -> None:
    expires = user.profile.get("status_expiration", 0)
    if 0 < expires <= now:
        user.profile |= {"status_text": "", "status_emoji": "", "status_expiration": 0}
