# ruff: noqa: S101 - a contract suite asserts
"""The promises of `Links.reserve` and `Links.all_to`."""

from __future__ import annotations

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link
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
