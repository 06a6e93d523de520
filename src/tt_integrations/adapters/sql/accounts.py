from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.account_tables import accounts
from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.accounts import Account
from tt_integrations.domain.model.people import PersonId

_insert = insert(accounts).values(person_id=sa.bindparam("person"), hash=sa.bindparam("hash"))
_SET = Prepared(
    _insert.on_conflict_do_update(
        index_elements=[accounts.c.person_id], set_={"hash": _insert.excluded.hash}
    )
)
_OF = Prepared(
    sa.select(accounts.c.person_id, accounts.c.hash)
    .select_from(accounts.join(users, users.c.id == accounts.c.person_id))
    .where(users.c.username == sa.bindparam("username"))
)


@frozen
class SqlAccounts:
    driver: Driver

    def set(self, account: Account) -> None:
        self.driver.run(_SET, person=account.person, hash=account.hash)

    def of(self, username: str) -> Account | None:
        row = self.driver.row(_OF, username=username)
        return Account(PersonId(row[0]), row[1]) if row else None
