from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.people import Person, PersonId, Rounding, RoundingMethod

_FIND = Prepared(
    sa.select(
        users.c.id,
        users.c.username,
        users.c.full_name,
        users.c.role,
        users.c.is_active,
        users.c.timezone,
        users.c.time_rounding_enabled,
        users.c.time_rounding_minutes,
        users.c.time_rounding_method,
    ).where(users.c.id == sa.bindparam("person"))
)


@frozen
class SqlPeople:
    driver: Driver
    zone: ZoneInfo
    """Of people who chose none."""

    def find(self, person: PersonId) -> Person | None:
        row = self.driver.row(_FIND, person=person)
        return self._person(row) if row else None

    def _person(self, row: Sequence[Any]) -> Person:
        number, username, full_name, role, active, zone, rounds, minutes, method = row
        return Person(
            id=PersonId(number),
            name=(full_name or "").strip() or username,
            zone=self._zone(zone),
            active=bool(active),
            rounding=_rounding(minutes, method) if rounds else Rounding(),
            sees_all=role == "admin",
        )

    def _zone(self, name: str | None) -> ZoneInfo:
        try:
            return ZoneInfo(name) if name else self.zone
        except (ZoneInfoNotFoundError, ValueError):  # the host lets people type anything
            return self.zone


def _rounding(minutes: int | None, method: str | None) -> Rounding:
    known = (each for each in RoundingMethod if each == method)
    return Rounding(minutes or 1, next(known, RoundingMethod.NEAREST))
