"""What Slack requires of a view.

Source: docs.slack.dev, surfaces/modals and reference/views.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.refusal import invalid_arguments
from tt_integrations.adapters.providers.slack.fake.web.block_rules import IN_VIEW, complaints

TITLE, NAME, PRIVATE = 24, 255, 3000
FIELDS = frozenset(
    (
        "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id",
        "clear_on_close", "notify_on_close", "external_id", "submit_disabled",
    )
)  # fmt: skip


def check_view(view: Mapping[str, Any], kind: str) -> None:
    """Raises Refused with every complaint at once, as Slack does."""
    wrong = [*_shape(view, kind), *_lengths(view)]
    if kind == "modal":
        wrong += _modal(view)
    if wrong:
        raise invalid_arguments(*wrong)


def _shape(view: Mapping[str, Any], kind: str) -> Iterable[str]:
    if view.get("type") != kind:
        yield f"must be {kind} [json-pointer:/view/type]"
    for name in view.keys() - FIELDS:
        yield f"additional property: {name} [json-pointer:/view]"
    blocks = view.get("blocks")
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        yield "missing required field: blocks [json-pointer:/view]"
    else:
        yield from complaints(blocks, IN_VIEW)


def _lengths(view: Mapping[str, Any]) -> Iterable[str]:
    limits = {"private_metadata": PRIVATE, "callback_id": NAME, "external_id": NAME}
    for name, most in limits.items():
        value = view.get(name, "")
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:/view/{name}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:/view/{name}]"


def _modal(view: Mapping[str, Any]) -> Iterable[str]:
    if "title" not in view:
        yield "missing required field: title [json-pointer:/view]"
    for name in ("title", "submit", "close"):
        label = view.get(name)
        if label is None:
            continue
        if not isinstance(label, dict) or label.get("type") != "plain_text":
            yield f"must be a plain_text object [json-pointer:/view/{name}]"
        elif len(str(label.get("text", ""))) > TITLE:
            yield f"must be less than {TITLE + 1} characters [json-pointer:/view/{name}/text]"
    blocks = view.get("blocks")
    asks = isinstance(blocks, list) and any(
        isinstance(one, dict) and one.get("type") == "input" for one in blocks
    )
    if asks and "submit" not in view:
        yield "submit is required when an input block is in the blocks array [json-pointer:/view]"
