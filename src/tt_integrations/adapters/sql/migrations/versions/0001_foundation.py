"""States, addresses, inbox and access tokens of the foundation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OWN = ("integration_state", "integration_addresses", "integration_inbox")


def upgrade() -> None:
    op.create_table(
        "integration_state",
        _connection(),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("state", sa.String(20), nullable=False),
    )
    op.create_table(
        "integration_addresses",
        sa.Column("provider", sa.String(50), primary_key=True),
        sa.Column("address", sa.String(255), primary_key=True),
        _connection(),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE")),
    )
    op.create_index(
        "ix_integration_addresses_connection", "integration_addresses", ["connection_id"]
    )
    op.create_table(
        "integration_inbox",
        _connection(),
        sa.Column("delivery_id", sa.String(255), primary_key=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "integration_tokens",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("users.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("label", sa.String(100), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _clean_up_by_trigger()


def _connection() -> sa.Column[int]:
    return sa.Column(
        "connection_id",
        sa.Integer,
        sa.ForeignKey("integrations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def _clean_up_by_trigger() -> None:
    """SQLite gives ids away again, and a host may not have switched foreign keys on: a deleted connection's
    addresses must never become those of the next one."""
    deletes = " ".join(f"DELETE FROM {t} WHERE connection_id = old.id;" for t in OWN)  # noqa: S608 - ours
    op.execute(
        "CREATE TRIGGER integration_connection_gone AFTER DELETE ON integrations "
        f"BEGIN {deletes} END"
    )
