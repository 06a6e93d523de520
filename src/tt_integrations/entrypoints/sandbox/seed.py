"""The people, projects and the connection that a fresh sandbox holds."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.identity import digest_of
from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.sql.host_tables import clients, integrations, projects, users
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.keep_accounts import ChosenPassword
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.entrypoints import fresh
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.local_accounts import local_accounts
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import UnitOfWork

CONNECTION = "Slack (sandbox)"
"""The name by which a sandbox knows its own database."""


class NotASandbox(IntegrationError):
    """The database holds something else, which a sandbox must not touch."""

    code = "not_a_sandbox"


@frozen
class Sample:
    """`admin` may use every project, anybody else those listed."""

    username: str
    full_name: str
    zone: str
    admin: bool
    slack_user: str
    linked: bool
    projects: tuple[str, ...]


PEOPLE = (
    Sample("anna", "Anna Alder", "Europe/Berlin", True, "U0ANNA", True, ("Web", "Mobile app")),  # noqa: FBT003
    Sample("ben", "Ben Birch", "America/New_York", False, "U0BEN", False, ("Support & training",)),  # noqa: FBT003
)
TEAM = "T0SANDBOX"
APP = "A0SANDBOX"
CHANNEL = "C0GENERAL"
SLACK = "slack_connector"


def is_sandbox(engine: sa.Engine) -> bool | None:
    """True for a sandbox's database, False for another one's, None for one without people."""
    with engine.connect() as connection:
        # on this connection: on SQLite a second one would wait for the first one's lock
        there = sa.inspect(connection)
        if not there.has_table("users"):
            return None
        if connection.scalar(sa.select(sa.func.count()).select_from(users)) == 0:
            return None
        if not there.has_table("integrations"):
            return False
        marked = sa.select(sa.func.count()).where(integrations.c.name == CONNECTION)
        return bool(connection.scalar(marked))


def seed(engine: sa.Engine, application: Application, signing_secret: str) -> None:
    """Fill a migrated database without people."""
    with engine.begin() as connection:
        client = connection.execute(
            sa.insert(clients).values(name="Sample client").returning(clients.c.id)
        ).scalar_one()
        for sample in PEOPLE:
            person = _add_person(connection, sample)
            for name in sample.projects:
                connection.execute(
                    sa.insert(projects).values(name=name, client_id=client, created_by=person)
                )
    for person, sample in people(engine).items():
        if sample.linked:
            application.connect(
                NewProviderConnection(
                    owner=person,
                    provider=SLACK,
                    name=CONNECTION,
                    key=fresh.key(),
                    settings={
                        "team_id": TEAM,
                        "team_name": "Sandbox",
                        "linked_slack_user_id": sample.slack_user,
                        "channel_id": CHANNEL,
                    },
                    secrets={"signing_secret": signing_secret},
                )
            )


def people(engine: sa.Engine) -> Mapping[PersonId, Sample]:
    """The sandbox's people by their ids in this database."""
    samples = {sample.username: sample for sample in PEOPLE}
    with engine.connect() as connection:
        rows = connection.execute(sa.select(users.c.id, users.c.username).order_by(users.c.id))
        return {PersonId(number): samples[name] for number, name in rows if name in samples}


def issue_tokens(engine: sa.Engine, unit_of_work: UnitOfWork, tokens: Mapping[str, str]) -> None:
    """Make the tokens good, where they are not yet."""
    everybody = people(engine)
    with unit_of_work() as tx:
        for person, sample in everybody.items():
            digest = digest_of(tokens[sample.username])
            if tx.tokens.holder(digest) is None:
                tx.tokens.issue(person, digest, "sandbox")
        tx.commit()


def set_passwords(unit_of_work: UnitOfWork, passwords: Mapping[str, str]) -> None:
    """Of those who have none yet: to set one ends what is signed in."""
    accounts = local_accounts(unit_of_work)
    for username, password in passwords.items():
        with unit_of_work.reading() as tx:
            known = tx.accounts.of(username)
        if known is None:
            accounts.set_password(ChosenPassword(username, password))


def give_token(unit_of_work: UnitOfWork, vault: Vault, token: str) -> None:
    """Let every connection that brought its own use this run's: the fake Slack forgets those of the last one."""
    store, dialect = StoreSettings(vault), SlackDialect()
    with unit_of_work() as tx:
        for connection in tx.connections.working(SLACK, None):
            if connection.installation is None:
                store(tx, dialect, connection, Changes(secrets={"bot_token": token}))
                tx.grants.drop(connection.id)
        tx.commit()


def _add_person(connection: sa.Connection, sample: Sample) -> int:
    person: int = connection.execute(
        sa.insert(users)
        .values(
            username=sample.username,
            full_name=sample.full_name,
            timezone=sample.zone,
            role="admin" if sample.admin else "user",
        )
        .returning(users.c.id)
    ).scalar_one()
    return person
