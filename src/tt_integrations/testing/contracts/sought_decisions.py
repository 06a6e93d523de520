# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.runs import (
    Action,
    Counted,
    Decided,
    NewRun,
    RunId,
    RunResult,
    Trigger,
)
from tt_integrations.ports.runs import SEARCHED_RUNS
from tt_integrations.testing.contracts.examples import at, connected
from tt_integrations.testing.contracts.ground import Ground

MOST = 100
START = at(0)
MOMENT = timedelta(microseconds=1)


class SoughtDecisionsContract:
    """Looking through the runs of a person. `decisions.py` has what is decided in one run."""

    @pytest.mark.parametrize("text", ["standup", "STANDUP", "tand", "ev-1"])
    def test_decisions_are_found_by_title_or_item_whatever_the_letter_case(
        self, ground: Ground, text: str
    ) -> None:
        ada = ground.add_person("Ada")
        run = _ran(ground, _connection(ground, ada), ("ev-1", "Standup"), ("ev-2", "Lunch"))
        with ground.unit_of_work.reading() as tx:
            [found] = tx.runs.search(ada.id, text, MOST)
        assert (found.run, found.decided) == (run, Decided("ev-1", "Standup", Action.CREATED))

    @pytest.mark.parametrize("text", ["%", "_", "dinner"])
    def test_no_letter_means_another(self, ground: Ground, text: str) -> None:
        ada = ground.add_person("Ada")
        _ran(ground, _connection(ground, ada), ("ev", "Standup"))
        assert _found(ground, ada, text) == []

    def test_letters_beyond_ascii_are_found_in_either_case(self, ground: Ground) -> None:
        ada = ground.add_person("Ada")
        _ran(ground, _connection(ground, ada), ("1", "Ärger"), ("2", "Größe"))
        assert _found(ground, ada, "äRGER") == ["1"]
        assert _found(ground, ada, "GRÖSSE") == ["2"]

    def test_the_newest_are_found_first_and_no_more_than_were_asked_for(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person("Ada")
        one, two = (_connection(ground, ada, key) for key in ("one", "two"))
        _ran(ground, one, ("a", "x"), ("b", "x"))
        _ran(ground, two, ("c", "x"))
        _ran(ground, one, ("d", "x"))
        assert _found(ground, ada, "x") == ["d", "c", "b", "a"]
        assert _found(ground, ada, "x", 2) == ["d", "c"]

    def test_everybody_has_runs_of_their_own(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        _ran(ground, _connection(ground, ada, "one"), ("of ada", "x"))
        _ran(ground, _connection(ground, ben, "two"), ("of ben", "x"))
        assert _found(ground, ada, "x") == ["of ada"]
        assert _found(ground, None, "x") == ["of ben", "of ada"]

    def test_an_empty_text_finds_nothing(self, ground: Ground) -> None:
        ada = ground.add_person("Ada")
        _ran(ground, _connection(ground, ada), ("a", "x"))
        assert _found(ground, ada, "") == _found(ground, None, "\0") == []

    def test_only_the_newest_runs_are_looked_through(self, ground: Ground) -> None:
        ada = ground.add_person("Ada")
        connection = _connection(ground, ada)
        _ran(ground, connection, ("oldest", "x"))
        _ran(ground, connection, ("old", "x"))
        with ground.unit_of_work() as tx:
            for _ in range(SEARCHED_RUNS - 1):
                tx.runs.begin(NewRun(connection, Trigger.SYNC, "schedule", at(0)))
            tx.commit()
        assert _found(ground, ada, "x") == ["old"]

    def test_runs_are_counted_from_a_moment_on_the_newest_first(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        own = _connection(ground, ada, "one")
        moments = (at(0) - MOMENT, at(0), at(1))
        for moment in moments:
            _ran(ground, own, ("a", ""), ("b", ""), begun=moment)
        _ran(ground, _connection(ground, ben, "two"), ("c", ""), begun=at(1))
        both = {Action.CREATED: 2}
        assert _counted(ground, ada) == [Counted(at(1), both), Counted(at(0), both)]
        assert _counted(ground, ada, 1) == [Counted(at(1), both)]

    def test_a_run_that_has_not_ended_counts_nothing(self, ground: Ground) -> None:
        ada = ground.add_person("Ada")
        connection = _connection(ground, ada)
        with ground.unit_of_work() as tx:
            run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "schedule", at(0)))
            tx.runs.decide(run, [Decided("a", "", Action.CREATED)])
            tx.commit()
        assert _counted(ground, ada) == [Counted(at(0), {})]


def _connection(ground: Ground, owner: Person, key: str = "k") -> ConnectionId:
    with ground.unit_of_work() as tx:
        added = connected(tx, owner, key)
        tx.commit()
    return added.id


def _ran(
    ground: Ground, connection: ConnectionId, *items: tuple[str, str], begun: datetime = START
) -> RunId:
    with ground.unit_of_work() as tx:
        run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "schedule", begun))
        tx.runs.decide(run, [Decided(item, title, Action.CREATED) for item, title in items])
        tx.runs.end(run, begun, RunResult.DONE)
        tx.commit()
    return run


def _found(ground: Ground, person: Person | None, text: str, limit: int = MOST) -> list[str]:
    owner: PersonId | None = person.id if person else None
    with ground.unit_of_work.reading() as tx:
        return [each.decided.item for each in tx.runs.search(owner, text, limit)]


def _counted(ground: Ground, person: Person, limit: int = MOST) -> Sequence[Counted]:
    with ground.unit_of_work.reading() as tx:
        return list(tx.runs.counted(person.id, at(0), limit))
