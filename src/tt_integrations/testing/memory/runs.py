"""What was done by itself, and how far it came, in memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import (
    Counted,
    Decided,
    NewRun,
    Numbered,
    Run,
    RunId,
    RunResult,
    RunsWanted,
)
from tt_integrations.domain.model.storable import storable
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.runs import SEARCHED_RUNS, SOME_RUNS
from tt_integrations.testing.memory.tables import Tables

ITEM_LENGTH = 255


@frozen
class MemoryRuns:
    tables: Tables

    def begin(self, new: NewRun) -> RunId:
        if new.connection not in self.tables.connections:
            raise NotConnected("the connection is gone")
        self.tables.runs_begun += 1
        number = RunId(self.tables.runs_begun)
        run = Run(number, new.connection, new.trigger, storable(new.cause), new.started)
        self.tables.runs[number] = run
        self.tables.decisions[number] = ()
        return number

    def decide(self, run: RunId, decisions: Sequence[Decided]) -> None:
        if run in self.tables.runs:
            self.tables.decisions[run] += tuple(map(_as_stored, decisions))

    def end(
        self, run: RunId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> Run | None:
        if row := self.tables.runs.get(run):
            counts = Counter(decided.action for decided in self.tables.decisions[run])
            said = None if trouble is None else storable(trouble)
            self.tables.runs[run] = evolve(
                row, ended=at, result=result, trouble=said, counts=dict(counts)
            )
        return self.find(run)

    def end_overdue(self, before: datetime, at: datetime, trouble: str) -> int:
        runs = self._newest_first(RunsWanted())
        overdue = [r.id for r in runs if r.result is RunResult.RUNNING and r.started < before]
        for run in overdue:
            result = RunResult.PARTIAL if self.tables.decisions[run] else RunResult.FAILED
            self.end(run, at, result, trouble)
        return len(overdue)

    def find(self, run: RunId) -> Run | None:
        row = self.tables.runs.get(run)
        return _copy(row) if row else None

    def newest(self, wanted: RunsWanted) -> Sequence[Run]:
        return [_copy(run) for run in self._newest_first(wanted)[:SOME_RUNS]]

    def decided(self, run: RunId, after: int = 0, search: str = "") -> Sequence[Numbered]:
        sought = storable(search).casefold()
        return [
            Numbered(number, run, _as_stored(decided))
            for number, decided in enumerate(self.tables.decisions.get(run, ()), 1)
            if number > after and _is_about(decided, sought)
        ][:MANY]

    def search(self, owner: PersonId | None, text: str, limit: int) -> Sequence[Numbered]:
        sought = storable(text).casefold()
        own = self._newest_first(RunsWanted(owner=owner))[:SEARCHED_RUNS] if sought else []
        return [
            Numbered(number, run.id, _as_stored(decided))
            for run in own
            for number, decided in reversed(list(enumerate(self.tables.decisions[run.id], 1)))
            if _is_about(decided, sought)
        ][:limit]

    def counted(self, owner: PersonId, since: datetime, limit: int) -> Sequence[Counted]:
        own = self._newest_first(RunsWanted(owner=owner))
        return [Counted(run.started, dict(run.counts)) for run in own if run.started >= since][
            :limit
        ]

    def mark_undone(self, run: RunId) -> bool:
        row = self.tables.runs.get(run)
        if row is None or row.undone:
            return False
        self.tables.runs[run] = evolve(row, undone=True)
        return True

    def forget(self, before: datetime) -> int:
        old = [run.id for run in self.tables.runs.values() if run.started < before]
        for number in old:
            del self.tables.runs[number], self.tables.decisions[number]
        return len(old)

    def _newest_first(self, wanted: RunsWanted) -> Sequence[Run]:
        newest_first = sorted(self.tables.runs.values(), key=lambda run: run.id, reverse=True)
        return [run for run in newest_first if self._is_wanted(run, wanted)]

    def _is_wanted(self, run: Run, wanted: RunsWanted) -> bool:
        return (
            wanted.owner in (None, self.tables.connections[run.connection].owner)
            and wanted.connection in (None, run.connection)
            and wanted.result in (None, run.result)
            and wanted.trigger in (None, run.trigger)
            and (wanted.before is None or run.id < wanted.before)
        )


@frozen
class MemoryCursors:
    tables: Tables

    def at(self, connection: ConnectionId, name: str) -> Cursor | None:
        cursor = self.tables.cursors.get((connection, name))
        return evolve(cursor, value=_from_json(cursor.value)) if cursor else None

    def move(self, cursor: Cursor) -> bool:
        stored = self.tables.cursors.get((cursor.connection, cursor.name))
        if (stored.version if stored else 0) != cursor.version - 1:
            return False
        self.tables.cursors[cursor.connection, cursor.name] = evolve(
            cursor, value=_from_json(cursor.value)
        )
        return True

    def drop(self, connection: ConnectionId, name: str) -> None:
        self.tables.cursors.pop((connection, name), None)

    def drop_all(self, connection: ConnectionId) -> None:
        for place in [place for place in self.tables.cursors if place[0] == connection]:
            del self.tables.cursors[place]


def _is_about(decided: Decided, sought: str) -> bool:
    return sought in decided.title.casefold() or sought in decided.item.casefold()


def _copy(run: Run) -> Run:
    return evolve(run, counts=dict(run.counts))


def _as_stored(decided: Decided) -> Decided:
    """What a database would give back for it, and nobody else's."""
    return evolve(
        decided,
        item=storable(decided.item)[:ITEM_LENGTH],
        title=storable(decided.title),
        reason=storable(decided.reason),
        before=None if decided.before is None else _from_json(decided.before),
        after=None if decided.after is None else _from_json(decided.after),
    )


def _from_json(values: Mapping[str, object]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(json.dumps(dict(values)))
    return found
