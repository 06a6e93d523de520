"""Finding people and places by what one calls them. Hold the lock while you look."""

from __future__ import annotations

import re

from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.places import Channel, Team, User

USER_ID = re.compile(r"[UW][A-Z0-9]+")


def team_of(memory: Memory, team: str | None) -> Team:
    """The team with this id, or the first one for None. Raises ValueError for an unknown id."""
    wanted = team or memory.team_id
    if wanted not in memory.teams:
        raise ValueError(f"no team {wanted!r}")
    return memory.teams[wanted]


def find_user(memory: Memory, team_id: str, called: str) -> User | None:
    """By id, or by name with or without @."""
    found = memory.users.get(called)
    if found is not None and found.team_id == team_id:
        return found
    name = called.removeprefix("@")
    return next((u for u in memory.users.values() if (u.team_id, u.name) == (team_id, name)), None)


def person(memory: Memory, team_id: str, called: str) -> User:
    """As `find_user`, but an id nobody has yet becomes a new colleague. Raises ValueError for an unknown name."""
    found = find_user(memory, team_id, called)
    if found is None:
        if not USER_ID.fullmatch(called) or called in memory.users:
            raise ValueError(f"no user {called!r} in team {team_id}")
        found = memory.users[called] = User(called, team_id, name=called.lower())
    return found


def find_channel(memory: Memory, team_id: str, called: str) -> Channel | None:
    """By id, or by name with or without #."""
    found = memory.channels.get(called)
    if found is not None and found.team_id == team_id:
        return found
    name = called.removeprefix("#")
    named = (c for c in memory.channels.values() if (c.team_id, c.name) == (team_id, name))
    return next((channel for channel in named if channel.kind != "im"), None)


def channel_of(memory: Memory, team_id: str, called: str) -> Channel:
    """As `find_channel`, or the direct channel of the app with a user. Raises ValueError for an unknown one."""
    found = find_channel(memory, team_id, called)
    if found is None:
        user = find_user(memory, team_id, called)
        if user is None:
            raise ValueError(f"no channel {called!r} in team {team_id}")
        found = direct_channel(memory, memory.teams[team_id].bot_user_id, user)
    return found


def direct_channel(memory: Memory, one: str, other: User) -> Channel:
    """The direct channel of two users, opened when there is none yet."""
    members = {one, other.id}
    for channel in memory.channels.values():
        if channel.kind == "im" and channel.members == members:
            return channel
    opened = Channel(memory.new_id("D"), other.team_id, "", "im", members)
    opened.created = int(memory.clock.timestamp())
    memory.channels[opened.id] = opened
    return opened
