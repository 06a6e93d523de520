"""What an element of a message or a view tells the app when somebody uses it.

Source: docs.slack.dev, reference/interaction-payloads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]


def element_in(blocks: Sequence[Block], action_id: str) -> tuple[Block, Block]:
    """The block and its element. Raises ValueError when there is none."""
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, Mapping) and element.get("action_id") == action_id:
                return block, element
    raise ValueError(f"no element {action_id!r}")


def action_of(block: Block, element: Block, choice: str | None, ts: str) -> dict[str, Any]:
    """An entry of `actions`. A block that was given no block_id has an invented one."""
    return {
        "action_id": element["action_id"],
        "block_id": block.get("block_id") or "generated",
        "action_ts": ts,
        **value_of(element, choice),
    }


def value_of(element: Block, choice: Any) -> dict[str, Any]:
    """Type and value; a choice among options must be one of them. Raises ValueError for another."""
    kind = element["type"]
    if kind == "button":
        shown = {"type": kind, "text": element.get("text")}
        return {**shown, "value": element["value"]} if "value" in element else shown
    if "options" in element:
        options = {option["value"]: option for option in element["options"]}
        chosen = choice if isinstance(choice, list) else [choice]
        if unknown := [one for one in chosen if one not in options]:
            raise ValueError(f"no option {unknown[0]!r}")
        taken = [options[one] for one in chosen]
        many = kind == "checkboxes" or kind.startswith("multi_")
        return {
            "type": kind,
            **({"selected_options": taken} if many else {"selected_option": taken[0]}),
        }
    suffix = kind.removesuffix("_select").removesuffix("picker")
    picked = {"date": "selected_date", "time": "selected_time", "users": "selected_user"}
    picked |= {"channels": "selected_channel", "conversations": "selected_conversation"}
    return {"type": kind, picked.get(suffix, "value"): choice}


def typed_state(
    blocks: Sequence[Block], values: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """`state.values` of a submitted view. Raises ValueError for blocks and elements it has not."""
    state: dict[str, dict[str, Any]] = {}
    for block_id, typed in values.items():
        inside = [block for block in blocks if block.get("block_id") == block_id]
        for action_id, choice in typed.items():
            element = element_in(inside, action_id)[1]
            state.setdefault(block_id, {})[action_id] = value_of(element, choice)
    return state
