"""Who is asking, as a proxy in front of us says that has signed them in: `X-TT-User`, signed.

The proxy sends `X-TT-User: <username>`, `X-TT-Time: <unix seconds>` and `X-TT-Signature`, the hexadecimal
HMAC-SHA256 of `<time>:<username>` by the secret it shares with us. Whoever reads such headers on the way between the
two may send them again for five minutes: what is between them is not for others to read.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from attrs import field, frozen

from tt_integrations.adapters.browsers import require_our_page
from tt_integrations.domain.model.accounts import spelled
from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

TOLERANCE = 300.0
"""Seconds that a signature is good for, before and after."""
LEAST_SECRET = 32
"""Characters."""
_TIME_DIGITS = 12
_NEAR_IN_IPV6 = 64
"""Bits: one customer has all the addresses that begin so."""


def parse_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Addresses and networks, joined by commas. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def require_secret(text: str) -> None:
    """Raises ValueError for one that could be guessed; empty is none."""
    if text and len(text) < LEAST_SECRET:
        raise ValueError(f"a secret has {LEAST_SECRET} characters or more")


def signed(secret: str, time: str, username: bytes) -> str:
    """What a proxy sends as `X-TT-Signature`."""
    return hmac.new(
        secret.encode(), b"%b:%b" % (time.encode(), username), hashlib.sha256
    ).hexdigest()


@frozen
class Proxies:
    """The proxies in front of us; with a secret, they also say who is asking."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    secret: str = field(default="", repr=False)

    def trust(self, address: str) -> bool:
        """Whether it is one of theirs."""
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self.networks)

    def place(self, address: str, forwarded_for: Iterable[str]) -> str:
        """Where a request comes from that arrived from that address, as far as those we trust can tell: an address,
        or a network where one caller has as many addresses as they like. `forwarded_for`: every `X-Forwarded-For`, in
        their order; a proxy may add a line of its own beside the one that the caller made up."""
        for hop in reversed(",".join(forwarded_for).split(",")):
            if not self.trust(address) or _parsed(hop) is None:
                break
            address = hop.strip()
        parsed = _parsed(address)
        if isinstance(parsed, IPv6Address):
            return str(ip_network((parsed, _NEAR_IN_IPV6), strict=False))
        return str(parsed) if parsed else address


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


@frozen
class ProxyIdentity:
    """Raises Forged for a change that a browser was made to ask for by another site's page."""

    unit_of_work: UnitOfWork
    clock: Clock
    proxies: Proxies
    public_address: str = ""

    def who(self, asking: Asking) -> Person | None:
        if not self.proxies.secret or not self.proxies.trust(asking.address):
            return None
        username = asking.headers.get("x-tt-user", "").encode("latin-1")  # bytes, as they were sent
        if not username or not self._is_signed(asking.headers, username):
            return None
        with self.unit_of_work.reading() as tx:
            number = tx.roster.named(spelled(username.decode(errors="replace")))
            person = tx.people.find(number) if number is not None else None
        if person is None or not person.active:
            return None
        if asking.changes:
            require_our_page(asking.headers, self.public_address)
        return person

    def _is_signed(self, headers: Mapping[str, str], username: bytes) -> bool:
        time = headers.get("x-tt-time", "")
        if not time.isascii() or not time.isdigit() or len(time) > _TIME_DIGITS:
            return False
        expected = signed(self.proxies.secret, time, username)
        given = headers.get("x-tt-signature", "")
        if not hmac.compare_digest(expected.encode(), given.encode()):
            return False
        return abs(self.clock.now().timestamp() - int(time)) <= TOLERANCE
