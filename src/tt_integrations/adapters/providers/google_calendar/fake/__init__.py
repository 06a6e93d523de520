"""A fake Google: OAuth and Calendar v3, with everything that can go wrong there."""

from tt_integrations.adapters.providers.google_calendar.fake.accounts import Client
from tt_integrations.adapters.providers.google_calendar.fake.faults import (
    auth_error,
    backend_error,
    by_reason,
    forbidden,
    full_sync_required,
    insufficient_permissions,
    invalid_client,
    invalid_grant,
    precondition_failed,
    quota_exceeded,
    rate_limited,
    temporarily_unavailable,
    user_rate_limited,
)
from tt_integrations.adapters.providers.google_calendar.fake.google import FakeGoogle

__all__ = [
    "Client",
    "FakeGoogle",
    "auth_error",
    "backend_error",
    "by_reason",
    "forbidden",
    "full_sync_required",
    "insufficient_permissions",
    "invalid_client",
    "invalid_grant",
    "precondition_failed",
    "quota_exceeded",
    "rate_limited",
    "temporarily_unavailable",
    "user_rate_limited",
]
