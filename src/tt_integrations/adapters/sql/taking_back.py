"""An entry as it was before, if it still is what it became."""

from __future__ import annotations

from typing import Any, Final, assert_never

import sqlalchemy as sa

from tt_integrations.adapters.sql.card_rows import CARDS, card_rows
from tt_integrations.adapters.sql.entry_rows import seconds
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.changes import Change, Image
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.timesheet import TimeEntry, Timer

_COLUMNS: Final = (
    time_entries.c.user_id,
    time_entries.c.project_id,
    time_entries.c.task_id,
    time_entries.c.start_time,
    time_entries.c.end_time,
    time_entries.c.duration_seconds,
    time_entries.c.break_seconds,
    time_entries.c.paused_at,
    time_entries.c.notes,
    time_entries.c.billable,
)
"""All that an image says of an entry beside its id."""


def _still(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    if column is time_entries.c.break_seconds:  # NULL to a host that knows no breaks
        return sa.func.coalesce(column, 0) == sa.bindparam("was_break_seconds")
    return column.is_not_distinct_from(sa.bindparam(f"was_{column.name}"))


_UNCHANGED: Final = (
    time_entries.c.id == sa.bindparam("entry"),
    *(_still(column) for column in _COLUMNS),
)
_other = time_entries.alias("other")
_NOTHING_ELSE_RUNS: Final = ~sa.exists(
    sa.select(_other.c.id).where(
        _other.c.user_id == sa.bindparam("person"),
        _other.c.end_time.is_(None),
        _other.c.id != sa.bindparam("entry"),
    )
)
_RESTORE: Final = (
    sa.update(time_entries)
    .where(*_UNCHANGED)
    .values({column: sa.bindparam(f"new_{column.name}") for column in _COLUMNS})
    .returning(time_entries.c.id)
)
# held, or the host could lock it between our look and our change
_CARD = Prepared(
    CARDS.where(time_entries.c.id == sa.bindparam("entry")).with_for_update(of=time_entries)
)
_REMOVE = Prepared(sa.delete(time_entries).where(*_UNCHANGED).returning(time_entries.c.id))
_RESTORE_FINISHED = Prepared(_RESTORE)
_RESTORE_RUNNING = Prepared(_RESTORE.where(_NOTHING_ELSE_RUNS))


def take_back(driver: Driver, storage: StorageZone, change: Change) -> Lock | None:
    """See the port. A host that refers to the entry, or lost what it refers to, is in the way as well."""
    if isinstance(change.after, TimeEntry):  # nothing locks a timer under way
        rows = card_rows(driver, storage, _CARD, entry=change.after.id)
        if rows and rows[0].card.lock:
            return rows[0].card.lock
    try:
        taken_back = _taken_back(driver, storage, change)
    except driver.dialect.loaded_dbapi.IntegrityError as error:
        # on PostgreSQL the transaction can only be ended now, which is what a Conflict here leads to
        raise Conflict("something else stands in the way") from error
    if not taken_back:
        raise Conflict("the entry was changed meanwhile, or another timer is running")
    return None


def _taken_back(driver: Driver, storage: StorageZone, change: Change) -> bool:
    values = {"entry": change.after.id, **_cells("was", change.after, storage)}
    match change.before:
        case None:
            return driver.row(_REMOVE, **values) is not None
        case TimeEntry() as before:
            values |= _cells("new", before, storage)
            return driver.row(_RESTORE_FINISHED, **values) is not None
        case Timer() as before:
            values |= {"person": before.person, **_cells("new", before, storage)}
            return driver.row(_RESTORE_RUNNING, **values) is not None
        case unknown:
            assert_never(unknown)


def _cells(prefix: str, image: Image, storage: StorageZone) -> dict[str, Any]:
    entry = image if isinstance(image, TimeEntry) else None
    timer = image if isinstance(image, Timer) else None
    cells = {
        "user_id": image.person,
        "project_id": image.project.id if image.project else None,
        "task_id": image.task.id if image.task else None,
        "start_time": storage.store(image.started),
        "end_time": storage.store(entry.ended) if entry else None,
        "duration_seconds": seconds(entry.worked) if entry else None,
        "break_seconds": seconds(image.breaks),
        "paused_at": storage.store_optional(timer.paused_at) if timer else None,
        "notes": image.note,
        "billable": image.billable,
    }
    return {f"{prefix}_{name}": cell for name, cell in cells.items()}
