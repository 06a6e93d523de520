from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import tokens
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import IssuedToken
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

_OF = Prepared(
    sa.select(tokens.c.digest, tokens.c.label).where(tokens.c.person_id == sa.bindparam("person"))
)
_REVOKE = Prepared(
    sa.delete(tokens)
    .where(tokens.c.digest == sa.bindparam("digest"), tokens.c.person_id == sa.bindparam("person"))
    .returning(tokens.c.digest)
)


@frozen
class SqlAccessTokens:
    driver: Driver

    def issue(self, person: PersonId, digest: str, label: str) -> None:
        if self.driver.row(_ISSUE, person=person, digest=digest, label=label) is None:
            raise Conflict("the token is known already")

    def holder(self, digest: str) -> PersonId | None:
        row = self.driver.row(_HOLDER, digest=digest)
        return PersonId(row[0]) if row else None

    def of(self, person: PersonId) -> Sequence[IssuedToken]:
        issued = [IssuedToken(*row) for row in self.driver.rows(_OF, person=person)]
        # sorted here: databases disagree on the order of texts
        return sorted(issued, key=lambda token: (token.label, token.digest))

    def revoke(self, person: PersonId, digest: str) -> bool:
        return self.driver.row(_REVOKE, person=person, digest=digest) is not None
