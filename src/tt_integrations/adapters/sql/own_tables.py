"""The library's own tables, all prefixed `integration_`. Moments are UTC."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, LargeBinary, String, Text

from tt_integrations.adapters.sql.host_tables import metadata


def _connection() -> Column[int]:
    return Column(
        "connection_id",
        Integer,
        sa.ForeignKey("integrations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


state = sa.Table(
    "integration_state",
    metadata,
    _connection(),
    Column("key", String(64), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("reason", Text),
    Column("installation_id", Integer),  # no foreign key: SQLite could not add one to a table
    sa.Index("ix_integration_state_installation", "installation_id"),
)

addresses = sa.Table(
    "integration_addresses",
    metadata,
    Column("provider", String(50), primary_key=True),
    Column("address", String(255), primary_key=True),
    _connection(),
    Column("person_id", sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Index("ix_integration_addresses_connection", "connection_id"),
)

inbox = sa.Table(
    "integration_inbox",
    metadata,
    _connection(),
    Column("delivery_id", String(255), primary_key=True),
    Column("received_at", DateTime(timezone=True), nullable=False),
)

tokens = sa.Table(
    "integration_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("label", String(100), nullable=False),
    sa.Index("ix_integration_tokens_person", "person_id"),
)

deeds = sa.Table(
    "integration_deeds",
    metadata,
    Column(
        "person_id",
        sa.ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("word", String(20), nullable=False),
    Column("done_at", DateTime(timezone=True), nullable=False),
    Column("changes", JSON, nullable=False),
)

grants = sa.Table(
    "integration_grants",
    metadata,
    _connection(),
    Column("access_token", Text, nullable=False),
    Column("refresh_token", Text),
    Column("expires_at", DateTime(timezone=True)),
    Column("scopes", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("refreshing_until", DateTime(timezone=True)),
)

tickets = sa.Table(
    "integration_tickets",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("provider", String(50), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("connection_id", sa.ForeignKey("integrations.id", ondelete="CASCADE")),
    Column("person_id", sa.ForeignKey("users.id", ondelete="CASCADE")),
    Column("facts", JSON, nullable=False),
)

links = sa.Table(
    "integration_links",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("connection_id", sa.ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("remote", String(255), nullable=False),
    Column("ours", Integer, nullable=False),
    Column("base", JSON, nullable=False),
    Column("gone", Boolean, nullable=False),
    sa.Index("ux_integration_links_remote", "connection_id", "kind", "remote", unique=True),
    sa.Index("ix_integration_links_ours", "kind", "ours"),
)

outbox = sa.Table(
    "integration_outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("connection_id", sa.ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("key", String(255), nullable=False),
    Column("once", String(255), unique=True),
    # an attrs class of `domain.model.work`, by its name
    Column("work", JSON, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("held_until", DateTime(timezone=True)),
    Column("given_up_at", DateTime(timezone=True)),
    Column("reason", Text),
    sa.Index("ix_integration_outbox_connection", "connection_id"),
    sqlite_autoincrement=True,  # whoever still means a job that is gone must not hit a later one
)
_waiting = outbox.c.given_up_at.is_(None)
_held = outbox.c.held_until.is_not(None)
sa.Index(
    "ix_integration_outbox_due",
    outbox.c.due_at,
    outbox.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
sa.Index(
    "ix_integration_outbox_key",
    outbox.c.key,
    outbox.c.id,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
sa.Index("ix_integration_outbox_held", outbox.c.key, sqlite_where=_held, postgresql_where=_held)

claims = sa.Table(
    "integration_claims",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("note", Text, nullable=False),
)

runs = sa.Table(
    "integration_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("connection_id", sa.ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("trigger", String(20), nullable=False),
    Column("cause", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("result", String(20), nullable=False),
    Column("trouble", Text),
    Column("counts", JSON, nullable=False),
    Column("undone", Boolean, nullable=False),
    sa.Index("ix_integration_runs_connection", "connection_id", "id"),
    sqlite_autoincrement=True,  # of two runs the one of the higher number is the newer
)

ITEM_LENGTH = 255

decisions = sa.Table(
    "integration_decisions",
    metadata,
    Column(
        "run_id",
        sa.ForeignKey("integration_runs.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("item", String(ITEM_LENGTH), nullable=False),
    Column("title", Text, nullable=False),
    # both without letter case, to be searched: databases disagree on it beyond ASCII
    Column("folded", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("kept", JSON, nullable=False),
    Column("ours", Integer),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)

cursors = sa.Table(
    "integration_cursors",
    metadata,
    _connection(),
    Column("name", String(255), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)

deliveries = sa.Table(
    "integration_deliveries",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("connection_id", sa.ForeignKey("integrations.id", ondelete="CASCADE"), nullable=False),
    Column("provider", String(50), nullable=False),
    Column("headers", JSON, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("body", LargeBinary, nullable=False),
    sa.Index("ix_integration_deliveries_connection", "connection_id"),
    sqlite_autoincrement=True,  # a job still means the one that is gone
)

_number = sa.BigInteger().with_variant(Integer, "sqlite")  # only these grow by themselves there

entry_changes = sa.Table(
    "integration_entry_changes",
    metadata,
    Column("number", _number, primary_key=True),
    # no foreign keys: what happened to an entry is told when it is gone, whoever deleted it with what else
    Column("entry_id", Integer, nullable=False),
    Column("person_id", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    # the transaction on PostgreSQL, where numbers are not given out in the order of commits; 0 elsewhere
    Column("written_in", sa.BigInteger, nullable=False),
    sa.Index("ux_integration_entry_changes_entry", "entry_id", "person_id", unique=True),
    sa.Index("ix_integration_entry_changes_person", "person_id", "written_in", "number"),
    sqlite_autoincrement=True,  # whoever has read up to a number must not miss a later change of that number
)
