"""Addresses that GitHub gives us to go on with. A token goes to the API's own origin, and nowhere else."""

from __future__ import annotations

import re

import httpx

from tt_integrations.domain.errors import MalformedPayload

_WHOLE = re.compile("https?://|/(?!/)")
"""How an address begins: with its origin, or at its origin's root. The rest would lead anywhere, or nowhere."""


def address_at(base_url: str, given: str, path: str) -> str:
    """`given` as an absolute address, if it is on the origin of `base_url`.

    Raises MalformedPayload with `path` where it is not, or is no address; the address itself is not told.
    """
    base = httpx.URL(base_url)
    try:
        address = base.join(given) if _WHOLE.match(given) else None
    except httpx.InvalidURL:
        address = None
    if address is None:
        raise MalformedPayload(path, "not an address")
    if _origin(address) != _origin(base) or address.userinfo:  # httpx would sign in by these
        raise MalformedPayload(path, "leads away from the API")
    return str(address)


def next_in(response: httpx.Response, base_url: str) -> str | None:
    """The address of the page after this one, as it was given; None at the end."""
    following = response.links.get("next")
    return None if following is None else address_at(base_url, following.get("url", ""), "link")


def _origin(address: httpx.URL) -> tuple[str, str, int | None]:
    return address.scheme, address.host, address.port
