"""People using modals and Home tabs.

Source: docs.slack.dev, surfaces/modals and reference/interaction-payloads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.slack.fake import view_store
from tt_integrations.adapters.providers.slack.fake.clicking import (
    action_of,
    element_in,
    typed_state,
)
from tt_integrations.adapters.providers.slack.fake.interacting import (
    Interacting,
    InteractionAnswer,
    SignWith,
    whence,
)
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.signing import RIGHT
from tt_integrations.adapters.providers.slack.fake.view import View
from tt_integrations.adapters.providers.slack.fake.web.rendering import view_json
from tt_integrations.adapters.providers.slack.fake.web.view_rules import check_view


@frozen
class Dialogs:
    """Everything raises ValueError for views, blocks and elements that are not there."""

    _post: Interacting

    @property
    def memory(self) -> Memory:
        return self._post.memory

    def click_in_view(
        self,
        action_id: str,
        view_id: str,
        *,
        choice: str | None = None,
        sign_with: SignWith = RIGHT,
    ) -> InteractionAnswer:
        """Use an element of an open view: block_actions with the view and its hash."""
        with self.memory.lock:
            view = self._view(view_id)
            block, element = element_in(view.payload["blocks"], action_id)
            payload = {
                **whence(self.memory, self.memory.users[view.user_id], "block_actions"),
                "container": {"type": "view", "view_id": view.id},
                "view": view_json(self.memory, view),
                "actions": [action_of(block, element, choice, self.memory.new_ts())],
            }
        return self._post.interact(payload, sign_with)

    def submit_view(
        self, view_id: str, values: Mapping[str, Mapping[str, Any]], sign_with: SignWith = RIGHT
    ) -> InteractionAnswer:
        """Submit a modal with what was typed, by block and action id; obeys the app's response_action.

        An empty 200 closes the view; anything that is neither empty nor JSON leaves it open with an error.
        """
        with self.memory.lock:
            view = self._view(view_id)
            shown = view_json(self.memory, view)
            shown["state"] = {"values": typed_state(view.payload["blocks"], values)}
            payload = {
                **whence(self.memory, self.memory.users[view.user_id], "view_submission"),
                "view": shown,
                "response_urls": [],
            }
        answer = self._post.interact(payload, sign_with)
        with self.memory.lock:
            return self._obeyed(view, answer)

    def close_view(
        self, view_id: str, *, whole_stack: bool = False, sign_with: SignWith = RIGHT
    ) -> InteractionAnswer | None:
        """Dismiss a modal; view_closed is sent only to apps that asked by `notify_on_close`."""
        with self.memory.lock:
            view = self._view(view_id)
            view_store.close(self.memory, view, whole_stack=whole_stack)
            payload = {
                **whence(self.memory, self.memory.users[view.user_id], "view_closed"),
                "view": view_json(self.memory, view),
                "is_cleared": whole_stack,
            }
            del payload["trigger_id"]
        return (
            self._post.interact(payload, sign_with) if view.payload.get("notify_on_close") else None
        )

    def _obeyed(self, view: View, answer: InteractionAnswer) -> InteractionAnswer:
        if answer.error:
            return answer
        try:
            said = json.loads(answer.body) if answer.body.strip() else {}
            return self._acted(view, said, answer)
        except (Refused, ValueError, KeyError, AttributeError):
            return _failed(answer)

    def _acted(self, view: View, said: Any, answer: InteractionAnswer) -> InteractionAnswer:
        match said.get("response_action"):
            case None:
                view_store.close(self.memory, view)
            case "clear":
                view_store.close(self.memory, view, whole_stack=True)
            case "errors":
                errors = dict(said["errors"])
                return InteractionAnswer(answer.status, answer.body, answer.payload, errors=errors)
            case "update":
                check_view(said["view"], "modal")
                view_store.change(self.memory, view, said["view"])
            case "push":
                check_view(said["view"], "modal")
                view_store.push(self.memory, view, said["view"])
            case _:
                return _failed(answer)
        return answer

    def _view(self, view_id: str) -> View:
        view = self.memory.views.get(view_id)
        if view is None or view.closed:
            raise ValueError(f"no open view {view_id!r}")
        return view


def _failed(answer: InteractionAnswer) -> InteractionAnswer:
    return InteractionAnswer(answer.status, answer.body, answer.payload, "trouble_connecting")
