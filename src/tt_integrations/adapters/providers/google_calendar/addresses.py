"""Where Google's pushes come from, as addresses: a channel."""

from __future__ import annotations

import re

from tt_integrations.domain.model.connection import Address

_ID = re.compile(r"[A-Za-z0-9_\-+/=]{1,64}")


def id_in(value: object) -> str | None:
    """`value` if it may be the id of a channel."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def of_channel(channel: str) -> Address:
    return Address(f"channel:{channel}")
