"""Which item of ours is which item at a provider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link


class Links(Protocol):
    def at(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        """The link of the provider's item; None when there is none."""
        ...

    def to(self, connection: ConnectionId, kind: Kind, ours: int) -> Link | None:
        """The newest link of our item; None when there is none."""
        ...

    def among(
        self, connection: ConnectionId, kind: Kind, remotes: Iterable[str]
    ) -> Mapping[str, Link]:
        """The links of those of the provider's items that have one, by `remote`."""
        ...

    def towards(
        self, connection: ConnectionId, kind: Kind, ours: Iterable[int]
    ) -> Mapping[int, Link]:
        """The newest links of those of our items that have one, by `ours`."""
        ...

    def all_to(self, kind: Kind, ours: int) -> Sequence[Link]:
        """Every connection's links of our item, oldest first."""
        ...

    def reserve(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        """As `at`, and whoever else reserves the same waits until this transaction ends, whether there is a link
        or not. Where there was none, `put` or `remove` it before `commit`."""
        ...

    def put(self, link: Link) -> None:
        """Store the link, in place of the one its provider's item had."""
        ...

    def put_all(self, links: Sequence[Link]) -> None:
        """As `put` of one after the other."""
        ...

    def remove(self, link: Link) -> None:
        """Forget the link of its provider's item; nothing happens when there is none."""
        ...

    def under(
        self, connection: ConnectionId, kind: Kind, prefix: str, after: str = ""
    ) -> Sequence[Link]:
        """The connection's links whose `remote` begins with `prefix`, those that are gone too, by `remote` as the
        database sorts texts: the next `MANY` after that one, "" for the first."""
        ...
