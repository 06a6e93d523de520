from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.account_tables import sessions
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import Session
from tt_integrations.domain.model.people import PersonId

_THIS = sessions.c.digest == sa.bindparam("this")
_BEGIN = Prepared(
    insert(sessions)
    .values(
        digest=sa.bindparam("digest"),
        person_id=sa.bindparam("person"),
        expires_at=sa.bindparam("expires"),
        ends_at=sa.bindparam("ends"),
    )
    .on_conflict_do_nothing()
    .returning(sessions.c.digest)
)
_OF = Prepared(
    sa.select(sessions.c.person_id, sessions.c.expires_at, sessions.c.ends_at).where(
        _THIS, sessions.c.expires_at > sa.bindparam("now")
    )
)
_PUT_OFF = Prepared(sa.update(sessions).where(_THIS).values(expires_at=sa.bindparam("expires")))
_END = Prepared(sa.delete(sessions).where(_THIS))
_END_ALL = Prepared(sa.delete(sessions).where(sessions.c.person_id == sa.bindparam("person")))
_FORGET = Prepared(
    sa.delete(sessions)
    .where(sessions.c.expires_at < sa.bindparam("before"))
    .returning(sessions.c.digest)
)


@frozen
class SqlSessions:
    driver: Driver

    def begin(self, session: Session) -> None:
        begun = self.driver.row(
            _BEGIN,
            digest=session.digest,
            person=session.person,
            expires=session.expires,
            ends=session.ends,
        )
        if begun is None:
            raise Conflict("the session is known already")

    def of(self, digest: str, now: datetime) -> Session | None:
        row = self.driver.row(_OF, this=digest, now=now)
        if row is None:
            return None
        person, expires, ends = row
        return Session(digest, PersonId(person), UTC_STORAGE.load(expires), UTC_STORAGE.load(ends))

    def put_off(self, digest: str, expires: datetime) -> None:
        self.driver.run(_PUT_OFF, this=digest, expires=expires)

    def end(self, digest: str) -> None:
        self.driver.run(_END, this=digest)

    def end_all(self, person: PersonId) -> None:
        self.driver.run(_END_ALL, person=person)

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))
