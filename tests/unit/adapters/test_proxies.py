"""What a proxy in front of us says, and whose word is taken."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from attrs import evolve

from tt_integrations.adapters.proxies import (
    Proxies,
    ProxyIdentity,
    parse_networks,
    require_secret,
    signed,
)
from tt_integrations.domain.errors import Forged
from tt_integrations.domain.model.accounts import NewMember
from tt_integrations.domain.model.people import Asking, Person, PersonId
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore

SECRET = "0123456789abcdef0123456789abcdef"
PROXY, OTHER = "10.0.0.7", "192.0.2.1"
PROXIES = Proxies(parse_networks("10.0.0.0/24, 2001:db8::1"), SECRET)
HERE = "https://tt.example"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    with store.unit_of_work() as tx:
        for name in ("ann", "zoë"):
            tx.roster.add(NewMember(name))
        tx.commit()
    return store


@pytest.fixture
def identity(store: MemoryStore, clock: FixedClock) -> ProxyIdentity:
    return ProxyIdentity(store.unit_of_work, clock, PROXIES, HERE)


def told(clock: FixedClock, username: str = "ann", away: int = 0, secret: str = SECRET) -> Asking:
    """As the proxy says it, so many seconds from now."""
    time = str(int(clock.timestamp()) + away)
    signature = hmac.new(secret.encode(), f"{time}:{username}".encode(), hashlib.sha256)
    headers = {
        "x-tt-user": username.encode().decode("latin-1"),
        "x-tt-time": time,
        "x-tt-signature": signature.hexdigest(),
    }
    return Asking(headers, address=PROXY)


@pytest.mark.parametrize(("username", "number"), [("ann", 1), ("ANN", 1), ("zoë", 2)])
def test_whom_the_proxy_signed_in_is_that_person(
    identity: ProxyIdentity, clock: FixedClock, username: str, number: int
) -> None:
    person = identity.who(told(clock, username))
    assert person is not None
    assert person.id == number


def test_somebody_unknown_or_deactivated_is_nobody(
    identity: ProxyIdentity, clock: FixedClock, store: MemoryStore
) -> None:
    with store._changed() as tables:
        ann = tables.people[PersonId(1)]
        tables.people[ann.id] = Person(ann.id, ann.name, ann.zone, active=False)
    assert [identity.who(told(clock, name)) for name in ("ann", "ben", "")] == [None] * 3


@pytest.mark.parametrize("address", [OTHER, "10.0.1.7", "", "unknown", "2001:db8::2", "testclient"])
def test_another_address_is_not_believed_whatever_it_signs(
    identity: ProxyIdentity, clock: FixedClock, address: str
) -> None:
    assert identity.who(evolve(told(clock), address=address)) is None


@pytest.mark.parametrize("address", [PROXY, "::ffff:10.0.0.7", "2001:db8::1"])
def test_a_proxy_is_known_by_either_kind_of_address(
    identity: ProxyIdentity, clock: FixedClock, address: str
) -> None:
    assert identity.who(evolve(told(clock), address=address)) is not None


@pytest.mark.parametrize(
    ("away", "believed"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_a_signature_is_good_for_five_minutes_either_way(
    identity: ProxyIdentity, clock: FixedClock, away: int, *, believed: bool
) -> None:
    assert (identity.who(told(clock, away=away)) is not None) is believed


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x-tt-user", "zo\xc3\xab"),
        ("x-tt-time", "1"),
        ("x-tt-time", ""),
        ("x-tt-time", "now"),
        ("x-tt-time", "²"),
        ("x-tt-time", "9" * 5000),
        ("x-tt-time", "-1"),
        ("x-tt-signature", ""),
        ("x-tt-signature", "0" * 64),
        ("x-tt-signature", "é"),
    ],
)
def test_what_is_not_signed_as_it_is_is_nobody(
    identity: ProxyIdentity, clock: FixedClock, header: str, value: str
) -> None:
    asking = told(clock)
    assert identity.who(evolve(asking, headers={**asking.headers, header: value})) is None
    left_out = {name: it for name, it in asking.headers.items() if name != header}
    assert identity.who(evolve(asking, headers=left_out)) is None


def test_another_secret_signs_for_nobody(identity: ProxyIdentity, clock: FixedClock) -> None:
    assert identity.who(told(clock, secret="f" * 32)) is None


def test_without_a_secret_of_ours_no_proxy_is_believed(
    store: MemoryStore, clock: FixedClock
) -> None:
    open_door = ProxyIdentity(store.unit_of_work, clock, evolve(PROXIES, secret=""), HERE)
    assert open_door.who(told(clock, secret="")) is None


def test_a_signature_does_not_stand_for_another_time_and_name() -> None:
    assert signed(SECRET, "12", b"3:ann") != signed(SECRET, "123", b":ann")


def test_behind_a_proxy_too_another_sites_page_changes_nothing(
    identity: ProxyIdentity, clock: FixedClock
) -> None:
    said = told(clock)
    from_there = {**said.headers, "origin": "https://evil.example"}
    assert identity.who(evolve(said, headers=from_there)) is not None
    with pytest.raises(Forged):
        identity.who(evolve(said, headers=from_there, changes=True))
    assert identity.who(evolve(said, changes=True)) is not None


@pytest.mark.parametrize(
    ("peer", "forwarded", "place"),
    [
        (OTHER, None, OTHER),
        (OTHER, "198.51.100.1", OTHER),
        (PROXY, None, PROXY),
        (PROXY, "198.51.100.1", "198.51.100.1"),
        (PROXY, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (PROXY, "203.0.113.9, 198.51.100.1, 10.0.0.8", "198.51.100.1"),
        (PROXY, "10.0.0.8", "10.0.0.8"),
        (PROXY, ["203.0.113.9", "198.51.100.1"], "198.51.100.1"),
        (PROXY, ["203.0.113.9, 203.0.113.8", "198.51.100.1, 10.0.0.8"], "198.51.100.1"),
        (PROXY, "no address", PROXY),
        (PROXY, "198.51.100.1, no address", PROXY),
        ("::ffff:192.0.2.1", None, OTHER),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        ("testclient", "198.51.100.1", "testclient"),
        ("", None, ""),
    ],
)
def test_where_a_request_comes_from_is_what_the_last_we_trust_saw(
    peer: str, forwarded: str | list[str] | None, place: str
) -> None:
    lines = [forwarded] if isinstance(forwarded, str) else forwarded or []
    assert PROXIES.place(peer, lines) == place


@pytest.mark.parametrize("text", ["proxy", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.1;10.0.0.2"])
def test_what_is_no_network_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"10\.0|proxy"):
        parse_networks(text)


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    require_secret("")
    require_secret(SECRET)
    with pytest.raises(ValueError, match="32 characters"):
        require_secret(SECRET[:-1])
    assert SECRET not in repr(PROXIES)
