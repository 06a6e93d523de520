"""What time a provider believes it is."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from tt_integrations.adapters.http import Clients
from tt_integrations.domain.errors import MalformedPayload, ProviderUnavailable


def told_time(clients: Clients, address: str) -> datetime:
    """The moment of the answer to an anonymous request, to the second, in UTC; whatever else it answers.

    Raises ProviderUnavailable where nobody answers, and MalformedPayload where no time is told.
    """
    try:
        response = clients.here().get(address)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderUnavailable(f"not reached: {type(error).__name__}") from None
    try:
        moment = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        raise MalformedPayload("date", "no time is told") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
