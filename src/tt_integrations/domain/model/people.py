"""A person of the host app, and whoever is asking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import NewType, assert_never
from zoneinfo import ZoneInfo

from attrs import field, frozen

PersonId = NewType("PersonId", int)


class RoundingMethod(StrEnum):
    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


@frozen
class Rounding:
    """How the host rounds a person's finished work: to multiples of `minutes`; 1 or less is not at all."""

    minutes: int = 1
    method: RoundingMethod = RoundingMethod.NEAREST

    def of(self, worked: timedelta) -> timedelta:
        """`worked` in whole seconds, rounded.

        Half a step goes to the even multiple, as in the host: an entry must not be worth something else
        because it was stopped from a chat.
        """
        seconds = int(worked.total_seconds())
        step = self.minutes * 60
        if self.minutes <= 1:
            return timedelta(seconds=seconds)
        match self.method:
            case RoundingMethod.UP:
                steps = -(-seconds // step)
            case RoundingMethod.DOWN:
                steps = seconds // step
            case RoundingMethod.NEAREST:
                steps = round(seconds / step)
            case unknown:
                assert_never(unknown)
        return timedelta(seconds=steps * step)


@frozen
class Person:
    """Somebody who tracks time. `zone` decides what "today" is; `sees_all` lifts the limit to own projects."""

    id: PersonId
    name: str
    zone: ZoneInfo
    active: bool = True
    rounding: Rounding = Rounding()
    sees_all: bool = False


@frozen
class Asking:
    """What is known of a caller before anybody vouched for them: header names in lower case.

    `address` is where the request came from, the nearest proxy's where there is one. `proof` came with what
    `changes` something, to show that one of our own pages sent it; "" where nothing did.
    """

    headers: Mapping[str, str] = field(repr=False)
    address: str = ""
    changes: bool = False
    proof: str = field(default="", repr=False)
