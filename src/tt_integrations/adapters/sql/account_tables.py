"""The library's tables for people who sign in here. Moments are UTC."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, DateTime, Integer, String, Text

from tt_integrations.adapters.sql.host_tables import metadata

accounts = sa.Table(
    "integration_accounts",
    metadata,
    Column(
        "person_id",
        sa.ForeignKey("users.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("hash", Text, nullable=False),
)

sessions = sa.Table(
    "integration_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    sa.Index("ix_integration_sessions_person", "person_id"),
)

sign_in_tries = sa.Table(
    "integration_sign_in_tries",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("count", Integer, nullable=False),
)
