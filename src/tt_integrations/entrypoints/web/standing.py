"""How a connection and its runs stand, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.runs import Action, Run, RunResult, Trigger
from tt_integrations.domain.usecases import disconnect, pause_connection

GOOD, WARN, BAD, PLAIN = "good", "warn", "bad", "plain"
"""How a word is coloured; the word itself says it, too."""


@frozen
class Badge:
    word: str
    tone: str


NOT_CONNECTED = Badge("Not connected", PLAIN)
STATES: Mapping[ConnectionState, Badge] = {
    ConnectionState.DRAFT: Badge("Not complete", WARN),
    ConnectionState.ACTIVE: Badge("Active", GOOD),
    ConnectionState.DEGRADED: Badge("Working, with trouble", WARN),
    ConnectionState.NEEDS_RECONNECT: Badge("Reconnect needed", BAD),
    ConnectionState.PAUSED: Badge("Paused", PLAIN),
    ConnectionState.DISABLED: Badge("Disconnected", PLAIN),
}
RESULTS: Mapping[RunResult, Badge] = {
    RunResult.RUNNING: Badge("Running", PLAIN),
    RunResult.DONE: Badge("Done", GOOD),
    RunResult.PARTIAL: Badge("Stopped half way", WARN),
    RunResult.FAILED: Badge("Failed", BAD),
}
ACTIONS: Mapping[Action, Badge] = {
    Action.CREATED: Badge("Created", GOOD),
    Action.UPDATED: Badge("Updated", GOOD),
    Action.MOVED: Badge("Moved", GOOD),
    Action.REMOVED: Badge("Removed", WARN),
    Action.UNCHANGED: Badge("Unchanged", PLAIN),
    Action.KEPT: Badge("Kept", PLAIN),
    Action.IGNORED: Badge("Skipped", PLAIN),
    Action.FAILED: Badge("Failed", BAD),
}
TRIGGERS: Mapping[Trigger, str] = {
    Trigger.DELIVERY: "The provider told us",
    Trigger.SYNC: "We asked the provider",
    Trigger.UNDO: "Somebody took a run back",
}
_SAID_BY_THE_BADGE = (disconnect.BY_OWNER, pause_connection.BY_OWNER)
_MISSING: Mapping[ConnectionState, str] = {
    ConnectionState.DRAFT: "Something is missing yet before it can work; Test says what.",
    ConnectionState.NEEDS_RECONNECT: "The provider takes our access no longer.",
    ConnectionState.PAUSED: "Nothing is taken in or sent until you resume it.",
    ConnectionState.DISABLED: "Nothing is taken in or sent. What it made stays.",
}


def badge_of(connection: Connection | None) -> Badge:
    return STATES[connection.state] if connection else NOT_CONNECTED


def why(connection: Connection | None) -> str:
    """Why it does not work, or not as it should; "" where there is nothing to say."""
    if connection is None:
        return ""
    if connection.reason and connection.reason not in _SAID_BY_THE_BADGE:
        return f"{connection.reason.rstrip('.')}."
    return _MISSING.get(connection.state, "")


def counts_of(run: Run) -> str:
    """`3 created, 12 unchanged`."""
    counted = [
        f"{run.counts[action]} {ACTIONS[action].word.lower()}"
        for action in Action
        if run.counts.get(action)
    ]
    return ", ".join(counted) or ("nothing yet" if run.ended is None else "nothing to do")
