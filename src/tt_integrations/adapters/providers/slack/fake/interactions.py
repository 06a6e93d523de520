"""People clicking in messages and using shortcuts.

Source: docs.slack.dev, interactivity/handling-user-interaction and interactivity/implementing-shortcuts.
"""

from __future__ import annotations

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake.clicking import action_of, element_in
from tt_integrations.adapters.providers.slack.fake.directory import person, team_of
from tt_integrations.adapters.providers.slack.fake.interacting import (
    Interacting,
    InteractionAnswer,
    SignWith,
    whence,
)
from tt_integrations.adapters.providers.slack.fake.issuing import issue_response_url
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.messages import Ephemeral, Message
from tt_integrations.adapters.providers.slack.fake.signing import RIGHT
from tt_integrations.adapters.providers.slack.fake.web.rendering import content_json, message_json


@frozen
class Interactions:
    """Everything raises ValueError for people, messages and elements that are not there."""

    _post: Interacting

    @property
    def memory(self) -> Memory:
        return self._post.memory

    def click(
        self,
        action_id: str,
        user: str,
        ts: str,
        *,
        choice: str | None = None,
        sign_with: SignWith = RIGHT,
    ) -> InteractionAnswer:
        """Use the element `action_id` of the message with this `ts`, ephemeral or not: block_actions.

        `choice`: the value of the option taken, or of what was typed; a button needs none.
        """
        with self.memory.lock:
            message = self._message(ts)
            where = self.memory.channels[message.channel]
            who = person(self.memory, where.team_id, user)
            block, element = element_in(message.blocks, action_id)
            ephemeral = isinstance(message, Ephemeral)
            payload = {
                **whence(self.memory, who, "block_actions"),
                "container": {
                    "type": "message",
                    "message_ts": ts,
                    "channel_id": where.id,
                    "is_ephemeral": ephemeral,
                },
                "channel": {"id": where.id, "name": where.name or "directmessage"},
                "state": {"values": {}},
                "response_url": issue_response_url(self.memory, who, where.id, "actions", ts),
                "actions": [action_of(block, element, choice, self.memory.new_ts())],
            }
            if isinstance(message, Message):
                payload["message"] = message_json(self.memory, message)
            else:
                payload["message"] = {"type": "message", "ts": ts, **content_json(message.content)}
        return self._post.interact(payload, sign_with)

    def shortcut(
        self, callback_id: str, user: str, *, team: str | None = None, sign_with: SignWith = RIGHT
    ) -> InteractionAnswer:
        """Use a global shortcut."""
        with self.memory.lock:
            who = person(self.memory, team_of(self.memory, team).id, user)
            payload = {
                **whence(self.memory, who, "shortcut"),
                "callback_id": callback_id,
                "action_ts": self.memory.new_ts(),
            }
        return self._post.interact(payload, sign_with)

    def message_action(
        self, callback_id: str, user: str, ts: str, sign_with: SignWith = RIGHT
    ) -> InteractionAnswer:
        """Use a shortcut of the message with this `ts`."""
        with self.memory.lock:
            message = next((m for m in self.memory.messages if m.ts == ts), None)
            if message is None:
                raise ValueError(f"no message {ts!r} that has shortcuts")
            where = self.memory.channels[message.channel]
            who = person(self.memory, where.team_id, user)
            payload = {
                **whence(self.memory, who, "message_action"),
                "callback_id": callback_id,
                "action_ts": self.memory.new_ts(),
                "message_ts": ts,
                "channel": {"id": where.id, "name": where.name or "directmessage"},
                "message": message_json(self.memory, message),
                "response_url": issue_response_url(self.memory, who, where.id, "app"),
            }
        return self._post.interact(payload, sign_with)

    def _message(self, ts: str) -> Message | Ephemeral:
        said: list[Message | Ephemeral] = [*self.memory.messages, *self.memory.ephemerals]
        for message in said:
            if message.ts == ts:
                return message
        raise ValueError(f"no message {ts!r}")
