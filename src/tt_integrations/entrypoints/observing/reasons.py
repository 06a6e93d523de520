"""The reasons of decisions as a label: those that are codes of ours, however they go on."""

from __future__ import annotations

from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.usecases.issue_decisions import Reason
from tt_integrations.domain.usecases.issue_sentences import BY_HAND
from tt_integrations.domain.usecases.sync_issues import OUT_OF_SIGHT
from tt_integrations.domain.usecases.take_in_issues import BUSY

OTHER = "other"
_OURS = frozenset((*map(str, SyncReason), *map(str, Reason), BY_HAND, OUT_OF_SIGHT, BUSY))


def label_of(reason: str) -> str:
    """The code that the reason begins with, "" for none; `other` for what may repeat a provider's or a person's words."""
    if not reason:
        return ""
    code = reason.partition(": ")[0]
    return code if code in _OURS else OTHER
