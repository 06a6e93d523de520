"""What a run says of an issue, and of a timer on its task: one decision each, in the plain words of a code."""

from __future__ import annotations

from typing import assert_never

from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    Decision,
    IgnoredIssue,
    Kept,
    MarkedDeleted,
    Moved,
    Unchanged,
    Updated,
)
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    AgainstRules,
    AlreadyBusy,
    LeftAlone,
    NobodyProved,
    NotAllowed,
    Off,
    TimerBegun,
    TimerDecision,
    TimerEnded,
    TooLate,
)

BY_HAND = "changed by hand"
OF_TIMERS = ("timer ", "no timer: ")
"""How every reason begins that tells of a timer."""


def decided_on(issue: Issue, decision: Decision) -> Decided:
    """What became of the issue's task."""
    match decision:
        case Created(task):
            return _of(issue, Action.CREATED, task)
        case Updated(task, fields, kept):
            return _of(issue, Action.UPDATED, task, fields=fields, kept=kept)
        case Unchanged(task):
            return _of(issue, Action.UNCHANGED, task)
        case Kept(task, fields):
            return _of(issue, Action.KEPT, task, BY_HAND, kept=fields)
        case IgnoredIssue(reason):
            return _of(issue, Action.IGNORED, None, reason.value)
        case Moved(task):
            return _of(issue, Action.MOVED, task)
        case MarkedDeleted(task):
            return _of(issue, Action.REMOVED, task, "deleted there")
        case unknown:
            assert_never(unknown)


def decided_on_timer(issue: Issue, decision: TimerDecision) -> Decided | None:
    """What became of a timer; None where nobody asked for one."""
    match decision:
        case Off():
            return None
        case TimerBegun():
            return _of(issue, Action.CREATED, None, "timer started")
        case TimerEnded():
            return _of(issue, Action.UPDATED, None, "timer stopped")
        case no_timer:
            return _of(issue, Action.IGNORED, None, f"no timer: {_why(no_timer)}")


def _why(
    no_timer: NobodyProved | AlreadyBusy | NotAllowed | AgainstRules | LeftAlone | TooLate,
) -> str:
    match no_timer:
        case NobodyProved():
            return "nobody showed that the login is theirs"
        case AlreadyBusy():
            return "another one is running"
        case NotAllowed():
            return "the person may not use the project"
        case AgainstRules():
            return "the time tracker does not allow it"
        case LeftAlone():
            return "nothing to start or stop"
        case TooLate():
            return "told too late"
        case unknown:
            assert_never(unknown)


def is_on_timer(decided: Decided) -> bool:
    """Whether it tells of a timer, rather than of the task."""
    return decided.reason.startswith(OF_TIMERS)


def _of(
    issue: Issue,
    action: Action,
    task: TaskCard | None,
    reason: str = "",
    fields: tuple[str, ...] = (),
    kept: tuple[str, ...] = (),
) -> Decided:
    return Decided(
        item=issue.remote,
        title=issue.title,
        action=action,
        reason=reason,
        fields=fields,
        kept=kept,
        ours=task.id if task else None,
    )
