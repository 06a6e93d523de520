"""What belongs to one person is looked at and added to by one transaction at a time."""

from __future__ import annotations

import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.people import PersonId

_HOLD = Prepared(
    # a lock that does not keep anybody from storing what is that person's; on SQLite nobody else writes meanwhile
    sa.select(users.c.id)
    .where(users.c.id == sa.bindparam("person"))
    .with_for_update(key_share=True)
)


def hold_person(driver: Driver, person: PersonId) -> None:
    """Whoever else holds the same person waits until this transaction ends."""
    driver.row(_HOLD, person=person)
