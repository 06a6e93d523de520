"""A modal or a Home tab as Slack keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define


@define
class View:
    """`payload` is the view as the app sent it. `hash` changes with every update.

    `previous` is the id of the view below in the stack; `closed` modals are no longer shown.
    """

    id: str
    team_id: str
    user_id: str
    payload: Mapping[str, Any]
    hash: str
    root: str
    previous: str | None = None
    closed: bool = False

    @property
    def type(self) -> str:
        return str(self.payload["type"])

    @property
    def external_id(self) -> str:
        return str(self.payload.get("external_id", ""))
