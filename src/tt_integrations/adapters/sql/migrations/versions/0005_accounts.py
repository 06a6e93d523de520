"""Passwords, sessions and the counting of guesses, for people who sign in here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

OF_A_PERSON_BEFORE = (
    "integration_addresses",
    "integration_tokens",
    "integration_deeds",
    "integration_tickets",
    "integration_entry_changes",
)
OF_A_PERSON = (*OF_A_PERSON_BEFORE, "integration_accounts", "integration_sessions")


def upgrade() -> None:
    _accounts()
    _sessions()
    _tries()
    op.create_index("ix_integration_tokens_person", "integration_tokens", ["person_id"])
    if op.get_bind().dialect.name == "sqlite":
        _when_a_person_is_gone(OF_A_PERSON)


def downgrade() -> None:
    """Passwords are lost, and everybody is signed out."""
    if op.get_bind().dialect.name == "sqlite":
        _when_a_person_is_gone(OF_A_PERSON_BEFORE)
    op.drop_index("ix_integration_tokens_person", "integration_tokens")
    for table in ("sign_in_tries", "sessions", "accounts"):
        op.drop_table(f"integration_{table}")


def _accounts() -> None:
    op.create_table(
        "integration_accounts",
        sa.Column(
            "person_id",
            sa.Integer,
            sa.ForeignKey("users.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("hash", sa.Text, nullable=False),
    )


def _sessions() -> None:
    op.create_table(
        "integration_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "person_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_integration_sessions_person", "integration_sessions", ["person_id"])


def _tries() -> None:
    op.create_table(
        "integration_sign_in_tries",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _when_a_person_is_gone(tables: tuple[str, ...]) -> None:
    """As in 0004, for the tables that know people; in place of the trigger that was there."""
    followers = " ".join(f"DELETE FROM {table} WHERE person_id = old.id;" for table in tables)  # noqa: S608 - our own words
    op.execute("DROP TRIGGER integration_person_gone")
    op.execute(
        f"CREATE TRIGGER integration_person_gone AFTER DELETE ON users BEGIN {followers} END"
    )
