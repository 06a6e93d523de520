"""What GitHub reads of our answers, and shows in a hook's log: JSON as the reference system's.

No name of a person, a project or an issue is in it: whoever may see the log need not know the tracker.
"""

from __future__ import annotations

import json
from typing import NoReturn, assert_never

from tt_integrations.adapters.providers.github.bodies import JSON
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Answer,
    Challenge,
    Delivery,
    Ignored,
)
from tt_integrations.domain.model.runs import CHANGING, Action, Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_sentences import is_on_timer
from tt_integrations.domain.usecases.spoken import (
    Acknowledged,
    Heard,
    HeardLater,
    NotActive,
    Reply,
    Spoken,
)

PING = "ping"


def write(reply: Reply) -> Answer:
    """The answer to a delivery. GitHub counts every 2xx as success, and never asks again."""
    match reply:
        case Heard(decisions):
            return _of_decisions(decisions)
        case HandledBefore():
            return _json({"skipped": "handled before"})
        case HeardLater():
            return _json({"queued": True}, later=True)
        case NotActive():
            return _json({"ignored": "not active"}, later=True)
        case Ignored(kind) if kind == PING:
            return _json({"message": "Webhook received"})
        case Ignored(kind):
            return _json({"ignored": kind}, later=True)
        case Acknowledged() | AddressCheck() | Challenge() | Spoken():
            return _json({})
        case unknown:
            assert_never(unknown)


def follow_up(spoken: Spoken) -> NoReturn:
    """Nobody talks in GitHub's deliveries, so nobody is answered. Raises TypeError."""
    raise TypeError(f"GitHub has no address to reply to: {type(spoken.outcome).__name__}")


def meanwhile(delivery: Delivery) -> Answer | None:  # noqa: ARG001 - as every provider's
    """GitHub waits, for ten seconds."""
    return None


def _of_decisions(decisions: tuple[Decided, ...]) -> Answer:
    told: dict[str, object] = {}
    task = next((each for each in decisions if not is_on_timer(each)), None)
    timer = next((each for each in decisions if is_on_timer(each)), None)
    if task:
        told |= _of_task(task)
    if timer:
        told["timer"] = timer.reason
    changed = any(each.action in CHANGING for each in decisions)
    ignored = task is not None and task.action is Action.IGNORED
    return _json(told, later=ignored and not changed)


def _of_task(decided: Decided) -> dict[str, object]:
    if decided.action is Action.IGNORED:
        return {"ignored": decided.reason}
    told: dict[str, object] = {"result": decided.sentence}
    if decided.ours is not None:
        told["task_id"] = decided.ours
    if decided.action in (Action.UNCHANGED, Action.KEPT):
        told["skipped"] = True
    if decided.action is Action.FAILED:
        told["ok"] = False
    return told


def _json(payload: dict[str, object], *, later: bool = False) -> Answer:
    return Answer(json.dumps({"ok": True, **payload}).encode(), JSON, later)
