"""The host's tables that we read and write: names and columns of the reference system.

On an existing database they are the host's and only what is missing is added; on a fresh one we create them.
Moments are naive, in the host's storage zone (see `moments.py`).
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, Numeric, String, Text

metadata = sa.MetaData()


def _flag(name: str, *, default: bool) -> Column[bool]:
    return Column(
        name, Boolean, nullable=False, server_default=sa.true() if default else sa.false()
    )


def _stamp(name: str) -> Column[object]:
    return Column(name, DateTime, nullable=True, server_default=sa.func.current_timestamp())


clients = sa.Table(
    "clients",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("status", String(20), nullable=False, server_default="active"),
    Column("default_hourly_rate", Numeric(9, 2)),
    _stamp("created_at"),
    _stamp("updated_at"),
)

users = sa.Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("email", String(200)),
    Column("full_name", String(200)),
    Column("role", String(20), nullable=False, server_default="user"),
    _flag("is_active", default=True),
    Column("timezone", String(50)),
    Column("preferred_language", String(8)),
    _flag("time_rounding_enabled", default=True),
    Column("time_rounding_minutes", Integer, nullable=False, server_default="1"),
    Column("time_rounding_method", String(10), nullable=False, server_default="nearest"),
    Column("standard_hours_per_day", Float, nullable=False, server_default="8"),
    _flag("client_portal_enabled", default=False),
    Column("client_id", sa.ForeignKey("clients.id")),
    Column("github_username", String(100)),
    Column("slack_user_id", String(50)),
    _stamp("created_at"),
)

projects = sa.Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("client_id", sa.ForeignKey("clients.id")),
    _flag("billable", default=True),
    Column("hourly_rate", Numeric(9, 2)),
    Column("code", String(20), unique=True),
    Column("status", String(20), nullable=False, server_default="active"),
    Column("created_by", sa.ForeignKey("users.id")),
    _stamp("created_at"),
    _stamp("updated_at"),
)

tasks = sa.Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", sa.ForeignKey("projects.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("description", Text),
    Column("status", String(20), nullable=False, server_default="todo"),
    Column("priority", String(20), nullable=False, server_default="medium"),
    Column("assigned_to", sa.ForeignKey("users.id")),
    Column("created_by", sa.ForeignKey("users.id"), nullable=False),
    Column("due_date", Date),
    Column("estimated_hours", Float),
    Column("started_at", DateTime),
    Column("completed_at", DateTime),
    Column("tags", String(500)),
    Column("custom_fields", sa.JSON),
    Column("external_ref", String(200)),
    _stamp("created_at"),
    _stamp("updated_at"),
    sa.Index("ix_tasks_external_ref", "external_ref"),
)

time_entries = sa.Table(
    "time_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", sa.ForeignKey("users.id"), nullable=False),
    Column("project_id", sa.ForeignKey("projects.id")),
    Column("client_id", sa.ForeignKey("clients.id")),
    Column("task_id", sa.ForeignKey("tasks.id")),
    Column("start_time", DateTime, nullable=False),
    Column("end_time", DateTime),
    Column("duration_seconds", Integer),
    Column("break_seconds", Integer, server_default="0"),
    Column("paused_at", DateTime),
    Column("notes", Text),
    Column("tags", String(500)),
    Column("source", String(20), nullable=False, server_default="manual"),
    _flag("billable", default=True),
    _flag("paid", default=False),
    Column("invoice_number", String(100)),
    _stamp("created_at"),
    _stamp("updated_at"),
    # what a person worked in a span is found from the end: old entries are many, recent ones few
    sa.Index("ix_time_entries_user_end", "user_id", "end_time"),
)
sa.Index(
    "ux_time_entries_one_active_per_user",
    time_entries.c.user_id,
    unique=True,
    sqlite_where=time_entries.c.end_time.is_(None),
    postgresql_where=time_entries.c.end_time.is_(None),
)

integrations = sa.Table(
    "integrations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False),
    Column("provider", String(50), nullable=False),
    Column("user_id", sa.ForeignKey("users.id")),
    _flag("is_global", default=False),
    _flag("is_active", default=False),
    Column("config", sa.JSON),
    Column("last_sync_at", DateTime),
    Column("last_sync_status", String(20)),
    Column("last_error", Text),
    _stamp("created_at"),
    _stamp("updated_at"),
    sa.Index("ix_integrations_provider", "provider"),
    sa.Index("ix_integrations_user", "user_id"),
)
