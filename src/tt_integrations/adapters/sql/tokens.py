from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import tokens
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import PersonId

_ISSUE = Prepared(
    insert(tokens)
    .values(
        digest=sa.bindparam("digest"),
        person_id=sa.bindparam("person"),
        label=sa.bindparam("label"),
    )
    .on_conflict_do_nothing()
    .returning(tokens.c.person_id)
)
_HOLDER = Prepared(sa.select(tokens.c.person_id).where(tokens.c.digest == sa.bindparam("digest")))


@frozen
class SqlAccessTokens:
    driver: Driver

    def issue(self, person: PersonId, digest: str, label: str) -> None:
        if self.driver.row(_ISSUE, person=person, digest=digest, label=label) is None:
            raise Conflict("the token is known already")

    def holder(self, digest: str) -> PersonId | None:
        row = self.driver.row(_HOLDER, digest=digest)
        return PersonId(row[0]) if row else None
