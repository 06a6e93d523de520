"""Which project or task somebody means by what they typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar
from unicodedata import normalize


class Named(Protocol):
    """What people call by a name, and we know by a number: a project, or a task of one."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


Choice = TypeVar("Choice", bound=Named)


def meant(typed: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Those that `typed` may mean, in the order given: none, one, or several to choose from.

    `#7` is the one with the id 7 and nothing else, so that what is listed can always be picked. Otherwise an id
    or a whole name is meant before a part of a name. Letter case never matters, in any script, nor how an
    accent is encoded, and every character stands for itself.
    """
    among = tuple(choices)
    wanted = _folded(typed)
    if not wanted:
        return ()
    return named(typed, among) or tuple(each for each in among if wanted in _folded(each.name))


def named(typed: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Those whose id or whole name `typed` is: never by a part of a name."""
    among = tuple(choices)
    wanted = _folded(typed)
    if wanted.startswith("#") and (by_id := _with_id(wanted[1:], among)):
        return by_id
    by_id = _with_id(wanted, among)
    return tuple(each for each in among if each in by_id or _folded(each.name) == wanted)


def _with_id(digits: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    # compared as text: `int` would also read "1_0" and the digits of other scripts
    return tuple(each for each in choices if str(each.id) == digits)


def _folded(text: str) -> str:
    return normalize("NFC", text.strip().casefold())
