"""Pages that one service has and another has not, such as those of the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen
from starlette.routing import Route

from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.web.desk import Desk


def _none(_application: Application, _desk: Desk, _door: FrontDoor) -> Sequence[Route]:
    return ()


@frozen
class MorePages:
    """`links` stand before those that every header has, as in `Pages`.

    `routes` are made of the application whose identity is the front door's. They are looked at before those of the
    usual pages, so that one of them may be what the bare address leads to.
    """

    links: tuple[tuple[str, str], ...] = ()
    routes: Callable[[Application, Desk, FrontDoor], Sequence[Route]] = _none
