"""What time a provider believes it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.provider_time import told_time
from tt_integrations.domain.errors import MalformedPayload, ProviderUnavailable

ADDRESS = "https://pigeon.example/api"


def told(date: str | None, status: int = 200) -> datetime:
    headers = {} if date is None else {"date": date}
    clients = Clients(httpx.MockTransport(lambda _: httpx.Response(status, headers=headers)))
    try:
        return told_time(clients, ADDRESS)
    finally:
        clients.close()


@pytest.mark.parametrize("status", [200, 302, 401, 404, 500])
def test_the_moment_of_any_answer_is_told_in_utc(status: int) -> None:
    moment = told("Mon, 02 Mar 2026 09:00:01 GMT", status)
    assert moment == datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "date", ["Mon, 02 Mar 2026 10:00:01 +0100", "Mon, 02 Mar 2026 09:00:01 -0000"]
)
def test_other_zones_are_understood(date: str) -> None:
    assert told(date) == datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Mar 2026 09:00:01 GMT"])
def test_where_no_time_is_told_the_answer_is_malformed(date: str | None) -> None:
    with pytest.raises(MalformedPayload, match="no time is told"):
        told(date)


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout])
def test_nobody_there_is_unavailable_and_the_address_is_not_repeated(
    error: type[httpx.TransportError],
) -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise error(ADDRESS, request=request)

    clients = Clients(httpx.MockTransport(silent))
    with pytest.raises(ProviderUnavailable, match=error.__name__) as caught:
        told_time(clients, ADDRESS)
    clients.close()
    assert ADDRESS not in str(caught.value)
