"""How a workspace comes to have people and channels."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.directory import (
    USER_ID,
    channel_of,
    find_channel,
    find_user,
    person,
    team_of,
)
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.places import Channel, ChannelKind, Team, User


@frozen
class Seeding:
    """Everything raises ValueError for unknown teams, people and channels, and for ids that are taken."""

    memory: Memory

    def add_team(
        self, team: str | None = None, name: str = "Sandbox", *, enterprise: str | None = None
    ) -> Team:
        """A workspace with the app's bot user and a channel #general that the bot is in.

        `enterprise`: the id of the Enterprise organisation it belongs to.
        """
        with self.memory.lock:
            team_id = team or self.memory.new_id("T")
            if team_id in self.memory.teams:
                raise ValueError(f"team {team_id} exists")
            first = not self.memory.teams
            bot = User(self.memory.new_id("U"), team_id, "timetracker", is_bot=True)
            added = Team(team_id, name, _domain(name), bot.id, self.memory.new_id("B"))
            if enterprise:
                added.enterprise_id, added.enterprise_name = enterprise, f"{name} Enterprise"
            self.memory.teams[team_id] = added
            self.memory.users[bot.id] = bot
            self._put(
                Channel("C0GENERAL" if first else self.memory.new_id("C"), team_id, "general")
            )
            return added

    def add_user(
        self,
        user: str | None = None,
        name: str | None = None,
        *,
        team: str | None = None,
        tz: str | None = "Europe/Berlin",
        email: str | None = None,
    ) -> User:
        """A person; `user` is the id, `name` the short name, `tz` an IANA name or None (as strangers may have).

        What is given as `user` and has not the shape of an id (U or W and capitals) is the name.
        """
        with self.memory.lock:
            team_id = team_of(self.memory, team).id
            if user and not name and not USER_ID.fullmatch(user):
                user, name = None, user
            user_id = user or self.memory.new_id("U")
            if user_id in self.memory.users:
                raise ValueError(f"user {user_id} exists")
            short = name or user_id.lower()
            added = User(user_id, team_id, short, short.title(), email, tz)
            self.memory.users[user_id] = added
            return added

    def add_channel(
        self,
        name: str,
        channel: str | None = None,
        *,
        kind: ChannelKind = "public",
        team: str | None = None,
        with_app: bool = True,
    ) -> Channel:
        """A public or private channel; `channel` is the id. `with_app`: the bot is invited."""
        with self.memory.lock:
            home = team_of(self.memory, team)
            short = name.removeprefix("#")
            if find_channel(self.memory, home.id, short):
                raise ValueError(f"channel {name} exists")
            if kind not in ("public", "private"):
                raise ValueError(f"a channel is public or private, not {kind!r}")
            added = Channel(channel or self.memory.new_id("C"), home.id, short, kind)
            return self._put(added, with_app=with_app)

    def invite(self, channel: str, user: str | None = None, *, team: str | None = None) -> None:
        """Bring a person into a channel, or the app for None."""
        with self.memory.lock:
            home = team_of(self.memory, team)
            who = person(self.memory, home.id, user).id if user else home.bot_user_id
            channel_of(self.memory, home.id, channel).members.add(who)

    def kick(self, channel: str, user: str | None = None, *, team: str | None = None) -> None:
        """Remove a person from a channel, or the app for None."""
        with self.memory.lock:
            home = team_of(self.memory, team)
            who = person(self.memory, home.id, user).id if user else home.bot_user_id
            channel_of(self.memory, home.id, channel).members.discard(who)

    def archive(self, channel: str, *, team: str | None = None) -> None:
        with self.memory.lock:
            channel_of(self.memory, team_of(self.memory, team).id, channel).archived = True

    def deactivate(self, user: str, *, team: str | None = None) -> None:
        """A person leaves the company."""
        with self.memory.lock:
            found = find_user(self.memory, team_of(self.memory, team).id, user)
            if found is None:
                raise ValueError(f"no user {user!r}")
            found.deleted = True

    def _put(self, channel: Channel, *, with_app: bool = True) -> Channel:
        if channel.id in self.memory.channels:
            raise ValueError(f"channel {channel.id} exists")
        channel.created = int(self.memory.clock.timestamp())
        if with_app:
            channel.members.add(self.memory.teams[channel.team_id].bot_user_id)
        self.memory.channels[channel.id] = channel
        return channel


def _domain(name: str) -> str:
    return name.lower().replace(" ", "-")
