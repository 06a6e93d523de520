"""What Slack requires of blocks and attachments, as far as an app can get it wrong.

Source: docs.slack.dev, reference/block-kit/blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tt_integrations.adapters.providers.slack.fake.refusal import Refused

IN_MESSAGE, IN_VIEW = 50, 100
BLOCK_ID, SECTION_TEXT, HEADER_TEXT = 255, 3000, 150
ATTACHMENTS = 100
TYPES = frozenset(
    (
        "actions", "alert", "call", "card", "carousel", "context", "context_actions", "divider",
        "file", "header", "image", "input", "markdown", "plan", "rich_text", "section", "table",
        "task_card", "video",
    )
)  # fmt: skip


def complaints(blocks: Sequence[Mapping[str, Any]], most: int) -> list[str]:
    """What is wrong, with a JSON pointer each, in Slack's manner; empty when nothing is."""
    found = (
        [f"no more than {most} items allowed [json-pointer:/blocks]"] if len(blocks) > most else []
    )
    for place, block in enumerate(blocks):
        found += [f"{wrong} [json-pointer:/blocks/{place}{at}]" for wrong, at in _wrong(block)]
    names = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(names) != len(set(map(str, names))):
        found.append("block_id already exists [json-pointer:/blocks]")
    return found


def check_message(arguments: Mapping[str, Any]) -> None:
    """Raises Refused for blocks and attachments that no message may have."""
    wrong = complaints(arguments.get("blocks", ()), IN_MESSAGE)
    if wrong:
        messages = [f"[ERROR] {one}" for one in wrong]
        raise Refused("invalid_blocks", errors=wrong, response_metadata={"messages": messages})
    if len(arguments.get("attachments", ())) > ATTACHMENTS:
        raise Refused("too_many_attachments")


def _wrong(block: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    kind = block.get("type")
    if kind not in TYPES:
        yield f"unsupported type: {kind}", "/type"
    if len(str(block.get("block_id", ""))) > BLOCK_ID:
        yield f"must be less than {BLOCK_ID + 1} characters", "/block_id"
    match kind:
        case "section":
            yield from _section(block)
        case "header":
            yield from _text(block.get("text"), HEADER_TEXT, "plain_text")
        case "actions" | "context":
            if not isinstance(block.get("elements"), list) or not block["elements"]:
                yield "missing required field: elements", ""
        case "input":
            for name in ("label", "element"):
                if not isinstance(block.get(name), dict):
                    yield f"missing required field: {name}", ""


def _section(block: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if "text" in block:
        yield from _text(block["text"], SECTION_TEXT)
    elif not block.get("fields"):
        yield "missing required field: text", ""


def _text(text: Any, most: int, only: str | None = None) -> Iterable[tuple[str, str]]:
    if not isinstance(text, dict) or not isinstance(text.get("text"), str):
        yield "missing required field: text", "/text"
        return
    allowed = (only,) if only else ("plain_text", "mrkdwn")
    if text.get("type") not in allowed:
        yield f"unsupported type: {text.get('type')}", "/text/type"
    if not text["text"]:
        yield "must be more than 0 characters", "/text/text"
    if len(text["text"]) > most:
        yield f"must be less than {most + 1} characters", "/text/text"
