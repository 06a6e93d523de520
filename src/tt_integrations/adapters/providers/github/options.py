"""The settings of the service itself for GitHub, and where its API may be."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from tt_integrations.adapters.entered import flag
from tt_integrations.adapters.providers import Option
from tt_integrations.domain.errors import InvalidSettings

API_URL, ALLOW_PRIVATE = "api_url", "allow_private"
FIELD = "github_api_url"
"""As the service's settings call it."""
USUAL = "https://api.github.com"
OPTIONS = (
    Option(API_URL, USUAL, "where GitHub's API is; of a GitHub Enterprise, https://<host>/api/v3"),
    Option(ALLOW_PRIVATE, "no", "yes: the API may be at a private address, such as a loopback one"),
)

IpAddress = IPv4Address | IPv6Address


def resolved(host: str) -> Sequence[IpAddress]:
    """All addresses of a host. Raises OSError where it has none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [ip_address(str(where[0]).partition("%")[0]) for *_, where in found]


def checked_api_url(
    options: Mapping[str, str], resolve: Callable[[str], Sequence[IpAddress]] = resolved
) -> str:
    """The address of the API, without a slash at its end, as tokens may be sent there: by https, and to the public
    network unless private addresses are allowed. By http to this machine only, where that is allowed.

    Looks other hosts than GitHub's own up. Raises InvalidSettings with the option that is wrong.
    """
    url = options[API_URL].strip().rstrip("/")
    if url == USUAL:
        return url
    private = flag("github_allow_private", options[ALLOW_PRIVATE])
    parts = _parts(url)
    if parts.scheme == "https" and private:
        return url
    if parts.scheme == "http" and not private:
        raise InvalidSettings(FIELD, "expected https: what is sent there must stay secret")
    addresses = _addresses(parts.hostname or "", resolve)
    if parts.scheme == "http" and not all(each.is_loopback for each in addresses):
        raise InvalidSettings(FIELD, "expected https: http is for this machine alone")
    if parts.scheme == "https" and not all(_is_public(each) for each in addresses):
        raise InvalidSettings(FIELD, "the host has a private address; allow_private says it may")
    return url


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port  # raises for what is no port
    except ValueError:
        raise InvalidSettings(FIELD, "not an address") from None
    stray = parts.username or parts.password or parts.query or parts.fragment or port == 0
    if parts.scheme not in ("https", "http") or not parts.hostname or stray:
        raise InvalidSettings(FIELD, "expected https://<host>[/<path>], and nothing besides")
    return parts


def _addresses(host: str, resolve: Callable[[str], Sequence[IpAddress]]) -> Sequence[IpAddress]:
    try:
        found = resolve(host)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise InvalidSettings(FIELD, "the host cannot be found")
    return [_inner(each) for each in found]


def _inner(address: IpAddress) -> IpAddress:
    """The IPv4 address within one that is written as IPv6: that is where it leads."""
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _is_public(address: IpAddress) -> bool:
    return address.is_global and not address.is_multicast
