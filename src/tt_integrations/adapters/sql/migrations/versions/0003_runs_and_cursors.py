"""What was done by itself and how far it came, and deliveries that are kept to be carried out later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OF_A_CONNECTION_BEFORE = (
    "integration_state",
    "integration_addresses",
    "integration_inbox",
    "integration_grants",
    "integration_tickets",
    "integration_links",
    "integration_outbox",
)
OF_A_CONNECTION = (
    *OF_A_CONNECTION_BEFORE,
    "integration_runs",
    "integration_cursors",
    "integration_deliveries",
)


def upgrade() -> None:
    _runs()
    _decisions()
    _cursors()
    _deliveries()
    if op.get_bind().dialect.name == "sqlite":
        _when_a_connection_is_gone(OF_A_CONNECTION)
        op.execute(
            "CREATE TRIGGER integration_run_gone AFTER DELETE ON integration_runs "
            "BEGIN DELETE FROM integration_decisions WHERE run_id = old.id; END"
        )


def downgrade() -> None:
    """What was stored in these tables is lost."""
    if op.get_bind().dialect.name == "sqlite":
        _when_a_connection_is_gone(OF_A_CONNECTION_BEFORE)
    for table in ("deliveries", "cursors", "decisions", "runs"):
        op.drop_table(f"integration_{table}")


def _runs() -> None:
    op.create_table(
        "integration_runs",
        sa.Column("id", sa.Integer, primary_key=True),
        _connection(),
        sa.Column("trigger", sa.String(20), nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("counts", sa.JSON, nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_integration_runs_connection", "integration_runs", ["connection_id", "id"])


def _decisions() -> None:
    op.create_table(
        "integration_decisions",
        sa.Column(
            "run_id",
            sa.Integer,
            sa.ForeignKey("integration_runs.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.String(255), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("kept", sa.JSON, nullable=False),
        sa.Column("ours", sa.Integer),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
    )


def _cursors() -> None:
    op.create_table(
        "integration_cursors",
        _connection(primary_key=True),
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "integration_deliveries",
        sa.Column("number", sa.Integer, primary_key=True),
        _connection(),
        sa.Column("provider", sa.String(50), nullable=False),
        sa.Column("headers", sa.JSON, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_integration_deliveries_connection", "integration_deliveries", ["connection_id"]
    )


def _connection(*, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "connection_id",
        sa.Integer,
        sa.ForeignKey("integrations.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


def _when_a_connection_is_gone(tables: tuple[str, ...]) -> None:
    """As in 0002, for the tables that know connections; in place of the trigger that was there."""
    followers = [
        *(f"DELETE FROM {table} WHERE connection_id = old.id;" for table in tables),  # noqa: S608 - our own words
        "UPDATE integration_state SET installation_id = NULL WHERE installation_id = old.id;",
    ]
    op.execute("DROP TRIGGER integration_connection_gone")
    op.execute(
        "CREATE TRIGGER integration_connection_gone AFTER DELETE ON integrations "
        f"BEGIN {' '.join(followers)} END"
    )
