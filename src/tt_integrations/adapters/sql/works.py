"""Works as JSON values, under the name of their class, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import cattrs
from cattrs.strategies import configure_tagged_union

from tt_integrations.domain.model.work import UnknownWork, Work

TAG = "work"


def _converter() -> cattrs.Converter:
    made = cattrs.Converter()
    made.register_unstructure_hook(datetime, lambda value: value.isoformat())
    made.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    made.register_unstructure_hook(date, lambda value: value.isoformat())
    made.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    made.register_unstructure_hook(timedelta, lambda value: value.total_seconds())
    made.register_structure_hook(timedelta, lambda value, _: timedelta(seconds=value))
    configure_tagged_union(Work, made, tag_name=TAG)
    return made


values = _converter()
"""Moments are ISO 8601 and keep their zone, lengths are seconds."""


def document_of(work: Work) -> Mapping[str, Any]:
    document: Mapping[str, Any] = values.unstructure(work, unstructure_as=Work)
    return document


def work_of(document: Mapping[str, Any]) -> Work | UnknownWork:
    """Total: another version may have stored what this one cannot read."""
    try:
        work: Work = values.structure(document, Work)  # type: ignore[arg-type]  # of a union
    except Exception:  # noqa: BLE001 - cattrs groups whatever its hooks raise
        return UnknownWork(str(document.get(TAG)))
    return work
