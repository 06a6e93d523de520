"""Which item of ours is which item at a provider."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionId


class Kind(StrEnum):
    MESSAGE = "message"
    """A chat message that stands for a timer."""
    ISSUE = "issue"
    """An issue that is a task."""
    EVENT = "event"
    """A calendar event that is a time entry."""


@frozen
class Link:
    """`remote` names the item in the provider's terms, `ours` by its number here. `base` is the item as both
    sides knew it last; `gone`: it ended at the provider, and must not be made anew."""

    connection: ConnectionId
    kind: Kind
    remote: str
    ours: int
    base: Mapping[str, object] = field(factory=dict)
    gone: bool = False
