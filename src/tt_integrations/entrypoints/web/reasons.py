"""Why something was done or left alone, as a sentence. Decisions hold stable codes; people read this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.runs import CHANGING, Action, Decided, Trigger
from tt_integrations.domain.usecases.issue_decisions import Reason
from tt_integrations.domain.usecases.sync_issues import OUT_OF_SIGHT
from tt_integrations.domain.usecases.take_in_issues import BUSY

_OF_ISSUES: Mapping[str, str] = {
    Reason.UNKNOWN_REPOSITORY: "The repository is none of those on your card.",
    Reason.LABEL_FILTER: "It does not have the label that your card asks for.",
    Reason.OLDER: "Something newer is known of it already.",
    Reason.PULL_REQUEST: "It is a pull request, and only issues become tasks.",
    Reason.DELETED_BEFORE: "It was deleted before, there or here, so it is not made again.",
    Reason.NO_PROJECT: "Its repository has no project that you may use.",
    OUT_OF_SIGHT: "We cannot see the repository: it is gone, or the token may not read it.",
    BUSY: "Its task was being changed all the time; the next sync tries again.",
    "deleted there": "It was deleted there, so its task is marked as cancelled.",
    "repository deleted": "The repository was deleted there; its tasks stay.",
    "timer started": "A timer was started, for it was assigned.",
    "timer stopped": "The timer was stopped, for it is assigned no longer.",
    "no timer: nobody showed that the login is theirs": (
        "No timer: nobody here has shown that the login it was assigned to is theirs."
    ),
    "no timer: another one is running": "No timer: another one is running already.",
    "no timer: the person may not use the project": "No timer: the person may not use the project.",
    "no timer: the time tracker does not allow it": (
        "A rule of the time tracker's own does not allow the timer to be started or stopped."
    ),
    "no timer: nothing to start or stop": "No timer was to be started or stopped.",
    "no timer: told too late": "No timer: we heard of it too late to know when work began.",
}
_SENTENCES: Mapping[str, str] = {
    **{reason.value: reason.sentence for reason in SyncReason},
    **_OF_ISSUES,
    SyncReason.BY_HAND: "You changed it here by hand, so your version stays.",
}
_BY_ACTION: Mapping[Action, str] = {
    Action.CREATED: "It is new.",
    Action.UPDATED: "It follows a change there.",
    Action.MOVED: "It moved there, so it moved here.",
    Action.REMOVED: "It is gone there.",
    Action.UNCHANGED: "Both sides agree already.",
    Action.KEPT: "Your own version stays.",
    Action.IGNORED: "It is none of those to be taken in.",
    Action.FAILED: "Something went wrong with this one; the others are not affected.",
}


_TAKEN_BACK = "It is again as it was before that run."


def sentence(decided: Decided, trigger: Trigger = Trigger.SYNC) -> str:
    """Ends with a full stop. What is no code of ours is repeated as it is. `trigger`: of the decision's run."""
    undone = trigger is Trigger.UNDO and not decided.reason and decided.action in CHANGING
    said = [_TAKEN_BACK if undone else _why(decided)]
    if decided.fields:
        said.append(f"Changed: {_listed(decided.fields)}.")
    if decided.kept:
        said.append(f"Yours stays: {_listed(decided.kept)}.")
    return " ".join(said)


def _why(decided: Decided) -> str:
    reason = decided.reason
    if not reason:
        return _BY_ACTION[decided.action]
    if reason in _SENTENCES:
        return _SENTENCES[reason]
    code, _, rest = reason.partition(": ")
    if code in _SENTENCES and rest:
        return f"{_SENTENCES[code].rstrip('.')}: {rest.rstrip('.')}."
    return f"{reason[:1].upper()}{reason[1:].rstrip('.')}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)
