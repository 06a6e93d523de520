"""What the tests of clicks and dialogs show, and the app that is told of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from attrs import define, field

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response

STOP = {
    "type": "button",
    "action_id": "stop",
    "value": "42",
    "text": {"type": "plain_text", "text": "Stop"},
}
OPTION = {"text": {"type": "plain_text", "text": "Web"}, "value": "web"}
PROJECT = {"type": "static_select", "action_id": "project", "options": [OPTION]}
BLOCKS = [{"type": "actions", "block_id": "b1", "elements": [STOP, PROJECT]}]
NOTE = {
    "type": "input",
    "block_id": "note",
    "label": {"type": "plain_text", "text": "Note"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}
MODAL = {
    "type": "modal",
    "callback_id": "start",
    "title": {"type": "plain_text", "text": "Start"},
    "submit": {"type": "plain_text", "text": "Go"},
    "blocks": [NOTE, *BLOCKS],
}


@define
class App:
    answer: Response | NoAnswer = field(factory=lambda: Response(200))
    got: list[Any] = field(factory=list)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Response | NoAnswer:
        form = parse_qs(body.decode())
        self.got.append(json.loads(form["payload"][0]) if "payload" in form else form)
        return self.answer
