# ruff: noqa: S101 - a contract suite asserts
"""The promises of `Links.reserve`, `Links.all_to` and `Links.under`."""

from __future__ import annotations

import pytest

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.unit_of_work import Reading
from tt_integrations.testing.contracts.examples import connected
from tt_integrations.testing.contracts.ground import Ground


class ReservingContract:
    def test_all_links_of_an_item_of_ours_come_oldest_first(self, ground: Ground) -> None:
        one, two = _connections(ground, "one", "two")
        links = [Link(two, Kind.ISSUE, "1#7", 5), Link(one, Kind.ISSUE, "1#7", 5)]
        _put(ground, *links, Link(one, Kind.MESSAGE, "m", 5), Link(one, Kind.ISSUE, "1#8", 6))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.links.all_to(Kind.ISSUE, 5)) == links

    def test_what_is_reserved_is_the_link_as_it_is(self, ground: Ground) -> None:
        [one] = _connections(ground, "one")
        link, ended = Link(one, Kind.ISSUE, "1#7", 5), Link(one, Kind.ISSUE, "1#8", 0, gone=True)
        _put(ground, link, ended)
        with ground.unit_of_work() as tx:
            for each in (link, ended):
                assert tx.links.reserve(one, Kind.ISSUE, each.remote) == each
                assert tx.links.reserve(one, Kind.ISSUE, each.remote) == each
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [_at(tx, each) for each in (link, ended)] == [link, ended]

    def test_a_link_can_be_put_where_none_was_reserved(self, ground: Ground) -> None:
        [one] = _connections(ground, "one")
        link = Link(one, Kind.ISSUE, "1#7", 5)
        with ground.unit_of_work() as tx:
            assert tx.links.reserve(one, Kind.ISSUE, "1#7") is None
            tx.links.put(link)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert _at(tx, link) == link

    def test_what_was_reserved_in_vain_leaves_nothing(self, ground: Ground) -> None:
        [one] = _connections(ground, "one")
        link = Link(one, Kind.ISSUE, "1#7", 5)
        with ground.unit_of_work() as tx:
            tx.links.reserve(one, Kind.ISSUE, "1#7")
        with ground.unit_of_work() as tx:
            tx.links.reserve(one, Kind.ISSUE, "1#7")
            tx.links.remove(link)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert _at(tx, link) is None

    def test_the_links_under_a_prefix_are_those_of_one_connection_and_kind_gone_or_not(
        self, ground: Ground
    ) -> None:
        here, elsewhere = _connections(ground, "here", "elsewhere")
        wanted = [
            Link(here, Kind.ISSUE, "1#30", 30),
            Link(here, Kind.ISSUE, "1#2", 2, gone=True),
            Link(here, Kind.ISSUE, "1#1", 1),
        ]
        others = [
            Link(here, Kind.ISSUE, "11#1", 1),
            Link(here, Kind.ISSUE, "2#1", 1),
            Link(here, Kind.EVENT, "1#1", 1),
            Link(elsewhere, Kind.ISSUE, "1#1", 1),
        ]
        _put(ground, *wanted, *others)
        with ground.unit_of_work.reading() as tx:
            found = list(tx.links.under(here, Kind.ISSUE, "1#"))
            every = tx.links.under(here, Kind.ISSUE, "")
        assert sorted(found, key=lambda link: -link.ours) == wanted
        assert len(every) == len(wanted) + 2

    @pytest.mark.parametrize("prefix", ["a%", "A", "a_", "a\\"])
    def test_a_prefix_means_itself_and_tells_upper_from_lower_case(
        self, ground: Ground, prefix: str
    ) -> None:
        [here] = _connections(ground, "here")
        named = Link(here, Kind.ISSUE, f"{prefix}1", 1)
        _put(ground, named, Link(here, Kind.ISSUE, "abc1", 2))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.links.under(here, Kind.ISSUE, prefix)) == [named]

    def test_the_links_under_a_prefix_come_many_at_a_time_and_all_of_them_in_the_end(
        self, ground: Ground
    ) -> None:
        [here] = _connections(ground, "here")
        _put(ground, *[Link(here, Kind.ISSUE, f"1#{n}", n) for n in range(1, MANY + 3)])
        with ground.unit_of_work.reading() as tx:
            page = tx.links.under(here, Kind.ISSUE, "1#")
            rest = tx.links.under(here, Kind.ISSUE, "1#", page[-1].remote)
            assert tx.links.under(here, Kind.ISSUE, "1#", rest[-1].remote) == []
        assert (len(page), len(rest)) == (MANY, 2)
        assert {link.ours for link in (*page, *rest)} == set(range(1, MANY + 3))


def _connections(ground: Ground, *keys: str) -> list[ConnectionId]:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        numbers = [connected(tx, ada, key).id for key in keys]
        tx.commit()
    return numbers


def _put(ground: Ground, *links: Link) -> None:
    with ground.unit_of_work() as tx:
        for link in links:
            tx.links.put(link)
        tx.commit()


def _at(tx: Reading, link: Link) -> Link | None:
    return tx.links.at(link.connection, link.kind, link.remote)
