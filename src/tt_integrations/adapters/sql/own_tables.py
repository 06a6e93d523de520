"""The library's own tables, all prefixed `integration_`. Moments are UTC."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, DateTime, Integer, String

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
)
