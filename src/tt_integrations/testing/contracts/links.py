# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest
from attrs import evolve

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.testing.contracts.examples import connected
from tt_integrations.testing.contracts.ground import Ground

BASE = {"title": "“Café” ☕", "closed": None, "count": 2, "labels": ["a", "b"], "deep": {"x": 1.5}}


class LinksContract:
    @pytest.mark.parametrize("gone", [False, True])
    @pytest.mark.parametrize("kind", list(Kind))
    def test_a_link_is_found_by_either_end_as_it_was_put(
        self, ground: Ground, kind: Kind, *, gone: bool
    ) -> None:
        link = Link(_connection(ground), kind, "their/item #1", 7, BASE, gone)
        _put(ground, link)
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(link.connection, kind, "their/item #1") == link
            assert tx.links.to(link.connection, kind, 7) == link
            assert list(tx.links.all_to(kind, 7)) == [link]

    def test_there_is_none_at_another_item_or_kind_or_connection(self, ground: Ground) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        _put(ground, Link(here, Kind.ISSUE, "a", 7))
        with ground.unit_of_work.reading() as tx:
            for connection, kind, remote in (
                (elsewhere, Kind.ISSUE, "a"),
                (here, Kind.EVENT, "a"),
                (here, Kind.ISSUE, "A"),
            ):
                assert tx.links.at(connection, kind, remote) is None

    def test_there_is_none_to_another_item_or_kind_or_connection(self, ground: Ground) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        _put(ground, Link(here, Kind.ISSUE, "a", 7))
        with ground.unit_of_work.reading() as tx:
            assert tx.links.to(elsewhere, Kind.ISSUE, 7) is None
            assert tx.links.to(here, Kind.EVENT, 7) is None
            assert tx.links.to(here, Kind.ISSUE, 8) is None
            assert [*tx.links.all_to(Kind.EVENT, 7), *tx.links.all_to(Kind.ISSUE, 8)] == []

    def test_of_several_links_of_our_item_the_one_put_last_is_the_newest(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        first, second, third = (Link(connection, Kind.MESSAGE, remote, 7) for remote in "cab")
        _put(ground, first, second, third)
        with ground.unit_of_work() as tx:
            assert tx.links.to(first.connection, Kind.MESSAGE, 7) == third
            tx.links.put(first)
            assert tx.links.to(first.connection, Kind.MESSAGE, 7) == first
            assert list(tx.links.all_to(Kind.MESSAGE, 7)) == [second, third, first]

    def test_every_connections_links_of_our_item_come_oldest_first(self, ground: Ground) -> None:
        one, two = _connection(ground, "one"), _connection(ground, "two")
        links = [
            Link(connection, Kind.ISSUE, remote, 7)
            for connection, remote in ((two, "b"), (one, "c"), (two, "a"))
        ]
        _put(ground, *links, Link(one, Kind.ISSUE, "other", 8))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.links.all_to(Kind.ISSUE, 7)) == links

    def test_a_link_takes_the_place_of_the_one_its_item_had(self, ground: Ground) -> None:
        before = Link(_connection(ground), Kind.EVENT, "a", 7, {"etag": "1"})
        after = evolve(before, ours=8, base={}, gone=True)
        _put(ground, before, after)
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(before.connection, Kind.EVENT, "a") == after
            assert tx.links.to(before.connection, Kind.EVENT, 7) is None
            assert tx.links.to(before.connection, Kind.EVENT, 8) == after

    def test_a_put_that_is_undone_leaves_the_link_as_it_was(self, ground: Ground) -> None:
        before = Link(_connection(ground), Kind.EVENT, "a", 7)
        _put(ground, before)
        with ground.unit_of_work() as tx:
            tx.links.put(evolve(before, ours=8))
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(before.connection, Kind.EVENT, "a") == before

    def test_a_stored_base_does_not_change_with_the_callers_own(self, ground: Ground) -> None:
        labels = ["a"]
        link = Link(_connection(ground), Kind.ISSUE, "a", 7, {"labels": labels})
        with ground.unit_of_work() as tx:
            tx.links.put(link)
            labels.append("b")
            found = tx.links.at(link.connection, Kind.ISSUE, "a")
        assert found is not None
        assert found.base == {"labels": ["a"]}

    @pytest.mark.parametrize("gone", [False, True])
    def test_to_reserve_answers_the_link_and_leaves_it_as_it_is(
        self, ground: Ground, *, gone: bool
    ) -> None:
        link = Link(_connection(ground), Kind.ISSUE, "a", 7, BASE, gone)
        _put(ground, link)
        with ground.unit_of_work() as tx:
            reserved = tx.links.reserve(link.connection, Kind.ISSUE, "a")
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert (reserved, tx.links.at(link.connection, Kind.ISSUE, "a")) == (link, link)

    def test_where_there_is_none_reserving_lets_it_be_put(self, ground: Ground) -> None:
        link = Link(_connection(ground), Kind.ISSUE, "a", 7, BASE)
        with ground.unit_of_work() as tx:
            assert tx.links.reserve(link.connection, Kind.ISSUE, "a") is None
            assert tx.links.reserve(link.connection, Kind.ISSUE, "a") is None
            tx.links.put(link)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(link.connection, Kind.ISSUE, "a") == link
            assert list(tx.links.all_to(Kind.ISSUE, 7)) == [link]

    @pytest.mark.parametrize("end", ["removed", "undone"])
    def test_what_was_reserved_and_then_removed_or_undone_is_no_link(
        self, ground: Ground, end: str
    ) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            tx.links.reserve(connection, Kind.ISSUE, "a")
            if end == "removed":
                tx.links.remove(Link(connection, Kind.ISSUE, "a", 7))
                tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(connection, Kind.ISSUE, "a") is None

    def test_to_remove_forgets_the_link_of_its_item_and_no_other(self, ground: Ground) -> None:
        link = Link(_connection(ground), Kind.EVENT, "a", 7)
        other_item, other_kind = evolve(link, remote="b"), evolve(link, kind=Kind.ISSUE)
        _put(ground, link, other_item, other_kind)
        with ground.unit_of_work() as tx:
            tx.links.remove(evolve(link, ours=99))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.links.at(link.connection, Kind.EVENT, "a") is None
            assert list(tx.links.all_to(Kind.EVENT, 7)) == [other_item]
            assert list(tx.links.all_to(Kind.ISSUE, 7)) == [other_kind]

    def test_nothing_happens_when_there_is_none_to_remove(self, ground: Ground) -> None:
        link = Link(_connection(ground), Kind.EVENT, "a", 7)
        _put(ground, link)
        with ground.unit_of_work() as tx:
            tx.links.remove(evolve(link, remote="b"))
            assert list(tx.links.all_to(Kind.EVENT, 7)) == [link]

    def test_among_items_are_the_links_of_those_that_have_one(self, ground: Ground) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        remotes = ["a", 'their/"item" #1', "“Café” ☕", "a_1%"]
        links = [Link(here, Kind.EVENT, remote, 7, BASE, remote == "a") for remote in remotes]
        others = Link(elsewhere, Kind.EVENT, "b", 7), Link(here, Kind.ISSUE, "b", 7)
        _put(ground, *links, *others)
        with ground.unit_of_work.reading() as tx:
            among = tx.links.among(here, Kind.EVENT, [*remotes, "a", "b", "A", "a11%", ""])
            assert among == {link.remote: link for link in links}
            assert tx.links.among(here, Kind.EVENT, []) == {}

    def test_towards_items_of_ours_are_the_newest_links_of_those_that_have_one(
        self, ground: Ground
    ) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        first, second, other = (
            Link(here, Kind.EVENT, remote, ours, BASE)
            for remote, ours in (("z", 7), ("a", 7), ("o", 8))
        )
        others = Link(elsewhere, Kind.EVENT, "b", 9), Link(here, Kind.ISSUE, "b", 9)
        _put(ground, first, second, other, *others)
        with ground.unit_of_work() as tx:
            assert tx.links.towards(here, Kind.EVENT, [9, 8, 7, 7]) == {7: second, 8: other}
            tx.links.put(first)
            assert tx.links.towards(here, Kind.EVENT, [7]) == {7: first}
            assert tx.links.towards(here, Kind.EVENT, []) == {}

    def test_links_that_are_put_all_at_once_are_as_if_put_one_after_the_other(
        self, ground: Ground
    ) -> None:
        here, elsewhere = _connection(ground, "here"), _connection(ground, "elsewhere")
        a, b, c = (Link(here, Kind.EVENT, remote, 7, BASE) for remote in "abc")
        twin = evolve(a, connection=elsewhere, kind=Kind.ISSUE, gone=True)
        with ground.unit_of_work() as tx:
            tx.links.put_all([])
            tx.links.put_all([c, evolve(b, ours=9), twin, a, b])
            assert list(tx.links.all_to(Kind.EVENT, 7)) == [c, a, b]
            tx.links.put_all([evolve(c, base={"etag": "2"}), evolve(a, gone=True, ours=8)])
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert list(tx.links.all_to(Kind.EVENT, 7)) == [b, evolve(c, base={"etag": "2"})]
            assert list(tx.links.all_to(Kind.EVENT, 8)) == [evolve(a, gone=True, ours=8)]
            assert list(tx.links.all_to(Kind.ISSUE, 7)) == [twin]

    def test_very_many_links_are_put_and_found_at_once(self, ground: Ground) -> None:
        connection = _connection(ground)
        links = [Link(connection, Kind.EVENT, f"event {n}", n, {"n": n}) for n in range(3000)]
        with ground.unit_of_work() as tx:
            tx.links.put_all(links)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            among = tx.links.among(connection, Kind.EVENT, [link.remote for link in links])
            towards = tx.links.towards(connection, Kind.EVENT, range(3000))
        assert list(map(among.get, (link.remote for link in links))) == links
        assert list(map(towards.get, range(3000))) == links


def _connection(ground: Ground, key: str = "k") -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added.id


def _put(ground: Ground, *links: Link) -> None:
    with ground.unit_of_work() as tx:
        for link in links:
            tx.links.put(link)
        tx.commit()
