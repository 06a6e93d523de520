"""What the pages of plans show: each item, what would be done with it, and why."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.domain.model.plan_steps import Nothing
from tt_integrations.domain.model.runs import Action, Numbered, RunId, Trigger
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.entrypoints.web.activity_views import ActivityViews, DecisionLine
from tt_integrations.entrypoints.web.standing import ACTIONS


@frozen
class PlanLines:
    """`would_change` come first on the page; `as_they_are` are there to be asked why."""

    would_change: Sequence[DecisionLine]
    as_they_are: Sequence[DecisionLine]
    counts: str
    removals: int


def plan_lines(views: ActivityViews, plan: Plan, trigger: Trigger = Trigger.SYNC) -> PlanLines:
    """`trigger`: of the run that it would be."""
    lines = [
        (step, views.decision(Numbered(number, RunId(0), step.decided), trigger))
        for number, step in enumerate(plan.steps, start=1)
    ]
    return PlanLines(
        would_change=[line for step, line in lines if not isinstance(step, Nothing)],
        as_they_are=[line for step, line in lines if isinstance(step, Nothing)],
        counts=_counts(plan),
        removals=plan.removals,
    )


def _counts(plan: Plan) -> str:
    """`2 created, 1 skipped`."""
    actions = [decided.action for decided in plan.decisions]
    counted = (
        f"{actions.count(action)} {ACTIONS[action].word.lower()}"
        for action in Action
        if action in actions
    )
    return ", ".join(counted) or "nothing to do"
