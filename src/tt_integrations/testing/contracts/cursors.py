# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest
from attrs import evolve

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.testing.contracts.examples import connected
from tt_integrations.testing.contracts.ground import Ground

VALUE = {"since": "“2026” ☕", "etag": None, "pages": 2, "seen": ["a\0", 1.5], "deep": {"x": True}}


class CursorsContract:
    def test_there_is_none_where_nothing_was_read(self, ground: Ground) -> None:
        assert _at(ground, Cursor(_connection(ground), "issues:7")) is None

    @pytest.mark.parametrize("value", [VALUE, {}], ids=["full", "empty"])
    def test_a_cursor_is_found_as_it_was_stored(
        self, ground: Ground, value: dict[str, object]
    ) -> None:
        cursor = Cursor(_connection(ground), "issues:7", value)
        assert _move(ground, cursor)
        assert _at(ground, cursor) == cursor

    def test_there_is_none_of_another_name_or_connection(self, ground: Ground) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        cursor = Cursor(here, "issues:7")
        _move(ground, cursor)
        others = (
            evolve(cursor, connection=elsewhere),
            evolve(cursor, name="Issues:7"),
            evolve(cursor, name="issues"),
        )
        assert [_at(ground, other) for other in others] == [None] * 3

    def test_each_is_moved_for_itself(self, ground: Ground) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        cursors = [Cursor(here, "a", {"n": 1}), Cursor(here, "b"), Cursor(elsewhere, "a")]
        assert [_move(ground, cursor) for cursor in cursors] == [True] * 3
        assert [_at(ground, cursor) for cursor in cursors] == cursors

    def test_the_next_version_takes_the_place_of_the_one_before(self, ground: Ground) -> None:
        first = Cursor(_connection(ground), "a", VALUE)
        second = evolve(first, value={"etag": "new"}, version=2)
        assert (_move(ground, first), _move(ground, second)) == (True, True)
        assert _at(ground, first) == second

    @pytest.mark.parametrize("version", [0, 1, 2, 4])
    def test_no_other_version_is_stored(self, ground: Ground, version: int) -> None:
        second = _moved(ground, 2)
        assert not _move(ground, evolve(second, value={"other": True}, version=version))
        assert _at(ground, second) == second

    @pytest.mark.parametrize("version", [-1, 0, 2])
    def test_where_there_is_none_only_the_first_version_is_stored(
        self, ground: Ground, version: int
    ) -> None:
        late = Cursor(_connection(ground), "a", version=version)
        assert not _move(ground, late)
        assert _at(ground, late) is None

    def test_a_move_that_is_undone_leaves_the_cursor_where_it_was(self, ground: Ground) -> None:
        second = _moved(ground, 2)
        third = evolve(second, value={}, version=3)
        with ground.unit_of_work() as tx:
            assert tx.cursors.move(third)
            assert tx.cursors.at(second.connection, second.name) == third
        assert _at(ground, second) == second
        assert _move(ground, third)

    def test_a_stored_value_does_not_change_with_the_callers_own(self, ground: Ground) -> None:
        seen = ["a"]
        cursor = Cursor(_connection(ground), "a", {"seen": seen})
        with ground.unit_of_work() as tx:
            tx.cursors.move(cursor)
            seen.append("b")
            found = tx.cursors.at(cursor.connection, "a")
        assert found is not None
        assert found.value == {"seen": ["a"]}

    def test_after_a_drop_the_next_reading_begins_anew(self, ground: Ground) -> None:
        second = _moved(ground, 2)
        _drop(ground, second)
        assert _at(ground, second) is None
        assert not _move(ground, evolve(second, version=3))
        assert _move(ground, evolve(second, version=1))

    def test_all_that_was_read_for_a_connection_is_dropped_and_no_other_ones(
        self, ground: Ground
    ) -> None:
        one, kept = _moved(ground, 1), _moved(ground, 2, "kept")
        other = evolve(one, name="other")
        assert _move(ground, other)
        with ground.unit_of_work() as tx:
            tx.cursors.drop_all(one.connection)
            tx.commit()
        assert (_at(ground, one), _at(ground, other), _at(ground, kept)) == (None, None, kept)

    def test_nothing_happens_when_there_is_none_to_drop(self, ground: Ground) -> None:
        kept, without = _moved(ground, 1), _connection(ground, "without")
        _drop(ground, evolve(kept, connection=without))
        _drop(ground, evolve(kept, name="other"))
        assert _at(ground, kept) == kept


def _connection(ground: Ground, key: str = "k") -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added.id


def _moved(ground: Ground, version: int, key: str = "k") -> Cursor:
    """The cursor of a new connection, after so many moves."""
    cursor = Cursor(_connection(ground, key), "issues:7", VALUE, version)
    for number in range(1, version + 1):
        assert _move(ground, evolve(cursor, version=number))
    return cursor


def _move(ground: Ground, cursor: Cursor) -> bool:
    with ground.unit_of_work() as tx:
        moved = tx.cursors.move(cursor)
        tx.commit()
    return moved


def _drop(ground: Ground, cursor: Cursor) -> None:
    with ground.unit_of_work() as tx:
        tx.cursors.drop(cursor.connection, cursor.name)
        tx.commit()


def _at(ground: Ground, cursor: Cursor) -> Cursor | None:
    with ground.unit_of_work.reading() as tx:
        return tx.cursors.at(cursor.connection, cursor.name)
