"""Providers call us, too: how a fake sends its webhooks, and what it remembers of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx
from attrs import frozen

from tt_integrations.adapters.fakes.http import Response

SECONDS = 10.0


@frozen
class NoAnswer:
    """The other side refused the connection, hung, or broke off."""

    reason: str


Call = Callable[[str, Mapping[str, str], bytes], Response | NoAnswer]
"""POST: address, headers and body in, the answer out. Replace it to keep deliveries in process."""


def call_over_http(
    address: str, headers: Mapping[str, str], body: bytes, timeout: float = SECONDS
) -> Response | NoAnswer:
    """POST as the provider would: redirects are left to the caller, failures are answers."""
    try:
        with httpx.Client(timeout=timeout, trust_env=False) as client:
            got = client.post(address, headers=dict(headers), content=body)
    except httpx.HTTPError as error:
        return NoAnswer(type(error).__name__)
    return Response(got.status_code, dict(got.headers), got.content)
