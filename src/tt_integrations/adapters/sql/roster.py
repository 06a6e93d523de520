"""The host's people by their usernames, and whether they are ours to add to."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.account_tables import accounts
from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import Member, NewMember
from tt_integrations.domain.model.people import PersonId

_ADD = Prepared(
    insert(users)
    .values(
        username=sa.bindparam("username"),
        full_name=sa.bindparam("name"),
        role=sa.bindparam("role"),
        timezone=sa.bindparam("zone"),
    )
    .on_conflict_do_nothing(index_elements=[users.c.username])
    .returning(users.c.id)
)
_NAMED = Prepared(sa.select(users.c.id).where(users.c.username == sa.bindparam("username")))
_EVERYBODY = Prepared(
    sa.select(
        users.c.id,
        users.c.username,
        users.c.full_name,
        users.c.role,
        users.c.is_active,
        accounts.c.person_id,
    )
    .select_from(users.outerjoin(accounts, accounts.c.person_id == users.c.id))
    .order_by(users.c.id)
)


@frozen
class SqlRoster:
    driver: Driver

    def add(self, new: NewMember) -> PersonId:
        row = self.driver.row(
            _ADD,
            username=new.username,
            name=new.name,
            role="admin" if new.admin else "user",
            zone=new.zone,
        )
        if row is None:
            raise Conflict("the username is taken")
        return PersonId(row[0])

    def named(self, username: str) -> PersonId | None:
        row = self.driver.row(_NAMED, username=username)
        return PersonId(row[0]) if row else None

    def everybody(self) -> Sequence[Member]:
        members = [
            Member(
                id=PersonId(number),
                username=username,
                name=(full_name or "").strip() or username,
                admin=role == "admin",
                active=bool(active),
                has_password=account is not None,
            )
            for number, username, full_name, role, active, account in self.driver.rows(_EVERYBODY)
        ]
        # sorted here: databases disagree on the order of texts
        return sorted(members, key=lambda member: member.username)


def people_are_ours(connection: sa.Connection) -> bool:
    """Whether the table of people is as we make it: a host's has columns that only the host can fill."""
    there = {column["name"] for column in sa.inspect(connection).get_columns(users.name)}
    return there <= set(users.c.keys())
