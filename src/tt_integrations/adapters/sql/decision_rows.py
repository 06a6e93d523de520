"""Rows of decisions, and the nouns they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tt_integrations.adapters.sql.own_tables import ITEM_LENGTH, decisions
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.storable import storable

COLUMNS = (
    decisions.c.number,
    decisions.c.item,
    decisions.c.title,
    decisions.c.action,
    decisions.c.reason,
    decisions.c.fields,
    decisions.c.kept,
    decisions.c.ours,
    decisions.c.before,
    decisions.c.after,
)
WRITTEN = (*COLUMNS, decisions.c.folded)


def cells_of(decided: Decided, number: int) -> Mapping[str, Any]:
    """The row by the keys of `WRITTEN`. An item that is too long is cut."""
    item, title = storable(decided.item)[:ITEM_LENGTH], storable(decided.title)
    return {
        "number": number,
        "item": item,
        "title": title,
        "action": decided.action,
        "reason": storable(decided.reason),
        "fields": list(decided.fields),
        "kept": list(decided.kept),
        "ours": decided.ours,
        "before": _document(decided.before),
        "after": _document(decided.after),
        "folded": f"{title}\n{item}".casefold(),
    }


def decided_of(row: Sequence[Any]) -> Decided:
    """The noun of a row of `COLUMNS` without its number."""
    item, title, action, reason, fields, kept, ours, before, after = row
    return Decided(
        item=item,
        title=title,
        action=Action(action),
        reason=reason,
        fields=tuple(fields),
        kept=tuple(kept),
        ours=ours,
        before=before,
        after=after,
    )


def folded(text: str) -> str:
    """What two texts have in common that differ in letter case only."""
    return storable(text).casefold()


def _document(values: Mapping[str, object] | None) -> dict[str, object] | None:
    return None if values is None else dict(values)
