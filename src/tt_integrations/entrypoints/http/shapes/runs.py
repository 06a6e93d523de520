"""Runs and their decisions, as programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from attrs import frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Action, Numbered, Run, RunId, RunResult, Trigger
from tt_integrations.entrypoints.http.shapes import Mark


@frozen
class RunShape:
    """Something the library did by itself."""

    id: RunId
    connection: Annotated[ConnectionId, "The number of the connection it was done for."]
    trigger: Trigger
    cause: Annotated[str, "Why: a delivery's id, `schedule`, `asked for`, and the like."]
    started: datetime
    ended: Annotated[datetime | None, "Null while it is running."]
    result: RunResult
    trouble: Annotated[str | None, "What went wrong, in a sentence."]
    counts: Annotated[Mapping[Action, int], "Of its decisions by action, once it ended."]
    undone: Annotated[bool, "Whether somebody took it back."]
    provider: Annotated[
        str | None, "The key of the provider; where one run is shown.", Mark.LEFT_OUT
    ] = None


@frozen
class DecisionShape:
    """What became of one item, and why."""

    number: Annotated[int, "Grows in the order they were taken: where `after` goes on."]
    item: Annotated[str, "In the provider's own terms."]
    title: Annotated[str, "As people know it; empty where nobody does."]
    action: Action
    reason: Annotated[str, "A stable code in plain words; empty where the action says it all."]
    sentence: Annotated[str, "Action and reason together."]
    fields: Annotated[Sequence[str], "What changed."]
    kept: Annotated[Sequence[str], "What was changed by hand, and stays."]
    ours: Annotated[int | None, "The number of our task or time entry."]


@frozen
class RunsListed:
    """Newest first."""

    runs: Sequence[RunShape]
    ok: bool = True


@frozen
class RunOpened:
    """A run with decisions in the order they were taken."""

    run: RunShape
    decisions: Sequence[DecisionShape]
    ok: bool = True


def run_shape(run: Run, provider: str | None = None) -> RunShape:
    return RunShape(
        id=run.id,
        connection=run.connection,
        trigger=run.trigger,
        cause=run.cause,
        started=run.started,
        ended=run.ended,
        result=run.result,
        trouble=run.trouble,
        counts=run.counts,
        undone=run.undone,
        provider=provider,
    )


def decision_shape(numbered: Numbered) -> DecisionShape:
    decided = numbered.decided
    return DecisionShape(
        number=numbered.number,
        item=decided.item,
        title=decided.title,
        action=decided.action,
        reason=decided.reason,
        sentence=decided.sentence,
        fields=decided.fields,
        kept=decided.kept,
        ours=decided.ours,
    )
