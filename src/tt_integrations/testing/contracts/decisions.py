# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

from tt_integrations.domain.model.runs import (
    Action,
    Decided,
    NewRun,
    Numbered,
    RunId,
    RunResult,
    Trigger,
)
from tt_integrations.ports.connections import MANY
from tt_integrations.testing.contracts.examples import at, connected
from tt_integrations.testing.contracts.ground import Ground

PLAIN = Decided("acme/web#7", "Mend the roof", Action.CREATED)
FULL = Decided(
    "acme/web#8",
    "“Café” ☕\nsecond line",
    Action.UPDATED,
    reason="edited there",
    fields=("title", "labels"),
    kept=("priority",),
    ours=7,
    before={"name": "Cafe", "completed": None, "tags": ["a", "b"], "deep": {"x": 1.5}},
    after={},
)
NO_RUN = RunId(4711)


class DecisionsContract:
    """What was decided in a run. `runs.py` has the runs themselves."""

    @pytest.mark.parametrize("decided", [PLAIN, FULL], ids=["plain", "full"])
    def test_a_decision_is_found_as_it_was_taken(self, ground: Ground, decided: Decided) -> None:
        run = _begun(ground)
        _decide(ground, run, [decided])
        [found] = _decided(ground, run)
        assert (found.run, found.decided) == (run, decided)

    @pytest.mark.parametrize("action", list(Action))
    def test_every_action_is_found_as_what_it_is(self, ground: Ground, action: Action) -> None:
        run = _begun(ground)
        _decide(ground, run, [evolve(PLAIN, action=action)])
        [found] = _decided(ground, run)
        assert found.decided.action is action

    def test_decisions_are_added_in_their_order(self, ground: Ground) -> None:
        run = _begun(ground)
        for some in ("ab", "", "c", "de"):
            _decide(ground, run, [_named(item) for item in some])
        found = _decided(ground, run)
        numbers = [each.number for each in found]
        assert _items(found) == list("abcde")
        assert numbers == sorted(set(numbers))

    def test_each_run_has_decisions_of_its_own(self, ground: Ground) -> None:
        one, two = _begun(ground, "one"), _begun(ground, "two")
        for run, item in ((one, "a"), (two, "b"), (one, "c")):
            _decide(ground, run, [_named(item)])
        assert [_items(_decided(ground, run)) for run in (one, two)] == [["a", "c"], ["b"]]

    def test_a_run_has_none_before_any_was_taken(self, ground: Ground) -> None:
        assert _decided(ground, _begun(ground)) == []

    def test_what_was_decided_in_a_transaction_that_is_undone_was_not(self, ground: Ground) -> None:
        run = _begun(ground)
        with ground.unit_of_work() as tx:
            tx.runs.decide(run, [_named("undone")])
        _decide(ground, run, [_named("done")])
        assert _items(_decided(ground, run)) == ["done"]

    def test_nothing_is_noted_where_there_is_no_run(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.runs.decide(NO_RUN, [PLAIN])
            assert list(tx.runs.decided(NO_RUN)) == []
            tx.commit()

    def test_a_run_has_as_many_as_were_taken(self, ground: Ground) -> None:
        run, many = _begun(ground), 2 * MANY + 17
        _decide(ground, run, [_named(str(number)) for number in range(many)])
        with ground.unit_of_work() as tx:
            tx.runs.end(run, at(1), RunResult.DONE)
            ended = tx.runs.find(run)
        assert ended is not None
        assert ended.counts == {Action.CREATED: many}

    def test_so_many_are_shown_and_then_those_after(self, ground: Ground) -> None:
        run, taken = _begun(ground), [str(number) for number in range(MANY + 2)]
        _decide(ground, run, [_named(item) for item in taken])
        first = _decided(ground, run)
        assert _items(first) == taken[:MANY]
        rest = _decided(ground, run, first[-1].number)
        assert _items(rest) == taken[MANY:]
        assert _decided(ground, run, rest[-1].number) == []

    @pytest.mark.parametrize(
        ("search", "found"),
        [
            ("", "abcd"),
            ("roof", "ab"),
            ("ROOF", "ab"),
            ("#1", "abd"),
            ("WEB#11", "b"),
            ("ärger", "c"),
            ("ÄRGER", "c"),
            ("100%", "c"),
            ("%", "c"),
            ("_", "d"),
            ("\\", "d"),
            ("r_of", ""),
            ("roof acme", ""),
            ("created", ""),
            ("roof\0\ud800", "ab"),
        ],
    )
    def test_those_are_sought_whose_title_or_item_contains_the_text(
        self, ground: Ground, search: str, found: str
    ) -> None:
        run, other = _begun(ground), _begun(ground, "other")
        titles = {
            "a": ("acme/web#1", "Mend the Roof"),
            "b": ("acme/Web#11", "ROOF again"),
            "c": ("acme/web#2", "100% Ärger"),
            "d": ("acme/api#1", "some_name \\ other"),
        }
        for each in (run, other):
            _decide(ground, each, [Decided(i, t, Action.CREATED) for i, t in titles.values()])
        items = [titles[letter][0] for letter in found]
        assert _items(_decided(ground, run, search=search)) == items

    def test_of_those_that_are_sought_so_many_are_shown_and_then_those_after(
        self, ground: Ground
    ) -> None:
        run = _begun(ground)
        taken = [f"{'odd' if number % 2 else 'even'} {number}" for number in range(2 * MANY + 4)]
        _decide(ground, run, [_named(item) for item in taken])
        first = _decided(ground, run, search="ODD")
        rest = _decided(ground, run, first[-1].number, "ODD")
        assert (_items(first), _items(rest)) == (taken[1 : 2 * MANY : 2], taken[2 * MANY + 1 :: 2])

    def test_an_item_too_long_to_be_kept_is_cut(self, ground: Ground) -> None:
        run, item = _begun(ground), "é" * 300
        _decide(ground, run, [_named(item)])
        [found] = _decided(ground, run)
        assert found.decided.item
        assert item.startswith(found.decided.item)

    def test_no_store_stumbles_over_the_words_of_a_decision(self, ground: Ground) -> None:
        run = _begun(ground)
        values = {"title": "a\0b\ud800c"}
        odd = Decided("1\0\udfff", "a\0b\ud800c", Action.KEPT, "d\0e", before=values, after=values)
        _decide(ground, run, [odd])
        [found] = _decided(ground, run)
        assert found.decided == evolve(odd, item="1", title="abc", reason="de")

    def test_what_was_decided_does_not_change_with_the_callers_own(self, ground: Ground) -> None:
        run, tags = _begun(ground), ["a"]
        with ground.unit_of_work() as tx:
            tx.runs.decide(run, [evolve(PLAIN, before={"tags": tags}, after={"tags": tags})])
            tags.append("b")
            [found] = tx.runs.decided(run)
        assert (found.decided.before, found.decided.after) == ({"tags": ["a"]}, {"tags": ["a"]})


def _begun(ground: Ground, key: str = "k") -> RunId:
    """The run of a connection of its own."""
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        connection = connected(tx, ada, key)
        run = tx.runs.begin(NewRun(connection.id, Trigger.SYNC, "schedule", at(0)))
        tx.commit()
    return run


def _decide(ground: Ground, run: RunId, decisions: Sequence[Decided]) -> None:
    with ground.unit_of_work() as tx:
        tx.runs.decide(run, decisions)
        tx.commit()


def _decided(ground: Ground, run: RunId, after: int = 0, search: str = "") -> list[Numbered]:
    with ground.unit_of_work.reading() as tx:
        return list(tx.runs.decided(run, after, search))


def _named(item: str) -> Decided:
    return Decided(item, "any", Action.CREATED)


def _items(found: Sequence[Numbered]) -> list[str]:
    return [each.decided.item for each in found]
