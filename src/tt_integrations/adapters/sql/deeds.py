from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import deeds
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.works import values
from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.people import PersonId

_LAST = Prepared(
    sa.select(deeds.c.word, deeds.c.done_at, deeds.c.changes).where(
        deeds.c.person_id == sa.bindparam("person")
    )
)
_NEW = insert(deeds).values(
    person_id=sa.bindparam("person"),
    word=sa.bindparam("spoken"),
    done_at=sa.bindparam("at"),
    changes=sa.bindparam("document"),
)
_REMEMBER = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=[deeds.c.person_id],
        set_={
            deeds.c.word: _NEW.excluded.word,
            deeds.c.done_at: _NEW.excluded.done_at,
            deeds.c.changes: _NEW.excluded.changes,
        },
    )
)
_FORGET = Prepared(sa.delete(deeds).where(deeds.c.person_id == sa.bindparam("person")))


@frozen
class SqlDeeds:
    driver: Driver

    def last(self, person: PersonId) -> Deed | None:
        row = self.driver.row(_LAST, person=person)
        if row is None:
            return None
        word, done_at, document = row
        changes = values.structure(document, tuple[Change, ...])
        return Deed(word, UTC_STORAGE.load(done_at), changes)

    def remember(self, person: PersonId, deed: Deed) -> None:
        self.driver.run(
            _REMEMBER,
            person=person,
            spoken=deed.word,
            at=deed.done_at,
            document=values.unstructure(deed.changes, tuple[Change, ...]),
        )

    def forget(self, person: PersonId) -> None:
        self.driver.run(_FORGET, person=person)
