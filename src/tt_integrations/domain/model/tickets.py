"""A single-use, expiring secret by which a later request is known as the continuation of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import PersonId


class Purpose(StrEnum):
    LINK = "link"
    """Ties a sender at a provider to whoever redeems it."""
    CONSENT = "consent"
    """Comes back from a provider's consent page."""


@frozen
class Ticket:
    """Known by the digest of its secret only. `facts` are what the continuation needs, none of them secret
    unless sealed."""

    digest: str
    purpose: Purpose
    provider: str
    expires: datetime
    connection: ConnectionId | None = None
    person: PersonId | None = None
    facts: Mapping[str, str] = field(factory=dict, repr=False)
