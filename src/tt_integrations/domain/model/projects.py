"""Which project somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

from tt_integrations.domain.model.timesheet import Project


def meant(typed: str, projects: Iterable[Project]) -> tuple[Project, ...]:
    """The projects that `typed` may mean, in the order given: none, one, or several to choose from.

    `#7` is the project with the id 7 and nothing else, so that a listed project can always be picked. Otherwise
    an id or a whole name is meant before a part of a name. Letter case never matters, in any script, nor how an
    accent is encoded, and every character stands for itself.
    """
    choices = tuple(projects)
    wanted = _folded(typed)
    if not wanted:
        return ()
    if wanted.startswith("#") and (by_id := _with_id(wanted[1:], choices)):
        return by_id
    by_id = _with_id(wanted, choices)
    exact = tuple(p for p in choices if p in by_id or _folded(p.name) == wanted)
    return exact or tuple(p for p in choices if wanted in _folded(p.name))


def _with_id(digits: str, projects: tuple[Project, ...]) -> tuple[Project, ...]:
    # compared as text: `int` would also read "1_0" and the digits of other scripts
    return tuple(p for p in projects if str(p.id) == digits)


def _folded(text: str) -> str:
    return normalize("NFC", text.strip().casefold())
