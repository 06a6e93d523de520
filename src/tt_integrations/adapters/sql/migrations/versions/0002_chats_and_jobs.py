"""What is said in chats, what is done later, what owners granted, and what was linked to what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OF_A_CONNECTION = (
    "integration_state",
    "integration_addresses",
    "integration_inbox",
    "integration_grants",
    "integration_tickets",
    "integration_links",
    "integration_outbox",
)
OF_A_PERSON = (
    "integration_addresses",
    "integration_tokens",
    "integration_deeds",
    "integration_tickets",
)


def upgrade() -> None:
    _extend_state()
    _deeds()
    _grants()
    _tickets()
    _links()
    _outbox()
    _claims()
    if op.get_bind().dialect.name == "sqlite":
        _clean_up_by_trigger()


def _extend_state() -> None:
    op.add_column("integration_state", sa.Column("reason", sa.Text))
    op.add_column("integration_state", sa.Column("installation_id", sa.Integer))
    op.create_index("ix_integration_state_installation", "integration_state", ["installation_id"])


def _deeds() -> None:
    op.create_table(
        "integration_deeds",
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("users.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("word", sa.String(20), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
    )


def _grants() -> None:
    op.create_table(
        "integration_grants",
        _connection(primary_key=True),
        sa.Column("access_token", sa.Text, nullable=False),
        sa.Column("refresh_token", sa.Text),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("refreshing_until", sa.DateTime(timezone=True)),
    )


def _tickets() -> None:
    op.create_table(
        "integration_tickets",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("provider", sa.String(50), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _connection(nullable=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("facts", sa.JSON, nullable=False),
    )


def _links() -> None:
    op.create_table(
        "integration_links",
        sa.Column("number", sa.Integer, primary_key=True),
        _connection(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("remote", sa.String(255), nullable=False),
        sa.Column("ours", sa.Integer, nullable=False),
        sa.Column("base", sa.JSON, nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ux_integration_links_remote",
        "integration_links",
        ["connection_id", "kind", "remote"],
        unique=True,
    )
    op.create_index("ix_integration_links_ours", "integration_links", ["kind", "ours"])


def _outbox() -> None:
    op.create_table(
        "integration_outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        _connection(),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("once", sa.String(255), unique=True),
        sa.Column("work", sa.JSON, nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("returns", sa.Integer, nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("given_up_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_integration_outbox_connection", "integration_outbox", ["connection_id"])
    _partly_index_outbox("due", ["due_at", "id"], "given_up_at IS NULL")
    _partly_index_outbox("key", ["key", "id"], "given_up_at IS NULL")
    _partly_index_outbox("held", ["key"], "held_until IS NOT NULL")


def _partly_index_outbox(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(
        f"ix_integration_outbox_{name}",
        "integration_outbox",
        columns,
        sqlite_where=where,
        postgresql_where=where,
    )


def _claims() -> None:
    op.create_table(
        "integration_claims",
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )


def _connection(*, primary_key: bool = False, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(
        "connection_id",
        sa.Integer,
        sa.ForeignKey("integrations.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=nullable,
        autoincrement=False,
    )


def _clean_up_by_trigger() -> None:
    """As in 0001, for every table that knows connections by now; and a deleted person's access tokens must never
    become those of the next one."""
    op.execute("DROP TRIGGER integration_connection_gone")
    _when_gone(
        "connection",
        "integrations",
        *(_deleted(table, "connection_id") for table in OF_A_CONNECTION),
        "UPDATE integration_state SET installation_id = NULL WHERE installation_id = old.id;",
    )
    _when_gone("person", "users", *(_deleted(table, "person_id") for table in OF_A_PERSON))


def _when_gone(name: str, table: str, *followers: str) -> None:
    op.execute(
        f"CREATE TRIGGER integration_{name}_gone AFTER DELETE ON {table} "
        f"BEGIN {' '.join(followers)} END"
    )


def _deleted(table: str, column: str) -> str:
    return f"DELETE FROM {table} WHERE {column} = old.id;"  # noqa: S608 - our own words
