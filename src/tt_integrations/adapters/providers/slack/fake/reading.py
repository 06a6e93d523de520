"""Looking at what the fake remembers."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.directory import channel_of, person, team_of
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.messages import Ephemeral, Message
from tt_integrations.adapters.providers.slack.fake.passing import let_time_pass
from tt_integrations.adapters.providers.slack.fake.view import View


@frozen
class Reading:
    memory: Memory

    def messages(self, channel: str, *, team: str | None = None) -> list[Message]:
        """What everybody in a channel sees, oldest first; a user's id means the direct channel with the app."""
        with self.memory.lock:
            let_time_pass(self.memory)
            wanted = channel_of(self.memory, team_of(self.memory, team).id, channel).id
            return [message for message in self.memory.messages if message.channel == wanted]

    def ephemerals(self, user: str, *, team: str | None = None) -> list[Ephemeral]:
        """What only this person sees, oldest first."""
        with self.memory.lock:
            wanted = person(self.memory, team_of(self.memory, team).id, user).id
            return [message for message in self.memory.ephemerals if message.user == wanted]

    def profile(self, user: str, *, team: str | None = None) -> dict[str, Any]:
        """A person's profile fields, the status among them."""
        with self.memory.lock:
            let_time_pass(self.memory)
            found = person(self.memory, team_of(self.memory, team).id, user)
            empty = {"status_text": "", "status_emoji": "", "status_expiration": 0}
            return {**empty, **found.profile}

    def open_views(self) -> list[View]:
        """The modals and Home tabs on somebody's screen."""
        with self.memory.lock:
            return [view for view in self.memory.views.values() if not view.closed]
