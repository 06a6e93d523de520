from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import field, frozen

from tt_integrations.adapters.browsers import SessionIdentity
from tt_integrations.adapters.identity import BearerIdentity, digest_of, new_token
from tt_integrations.adapters.proxies import Proxies, ProxyIdentity, parse_networks, signed
from tt_integrations.domain.model.accounts import Lifetimes, NewMember, Session
from tt_integrations.domain.model.people import Asking, Person, PersonId
from tt_integrations.domain.usecases.follow_session import FollowSession
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts import Ground, IdentityContract, IdentityGround
from tt_integrations.testing.contracts.examples import at

UNKNOWN = new_token()
PROXY, SHARED = "10.0.0.7", "0123456789abcdef0123456789abcdef"


@frozen
class BearerGround:
    """A store's people, each given a token when they ask."""

    store: Ground

    @property
    def identity(self) -> BearerIdentity:
        return BearerIdentity(self.store.unit_of_work)

    @property
    def strangers(self) -> Sequence[Asking]:
        values = ("", "Bearer", "Bearer ", f"Bearer {UNKNOWN}", UNKNOWN, f"Basic {UNKNOWN}", "\0")
        return [Asking({}), *(Asking({"authorization": value}) for value in values)]

    def add_person(self, *, active: bool = True) -> Person:
        return self.store.add_person(active=active)

    def asking_as(self, person: Person) -> Asking:
        return _bearing(self._token_of(person))

    def _token_of(self, person: Person) -> str:
        token = new_token()
        with self.store.unit_of_work() as tx:
            tx.tokens.issue(person.id, digest_of(token), "test")
            tx.commit()
        return token


class TestBearerIdentity(IdentityContract):
    @pytest.fixture
    def ground(self, ground: Ground) -> IdentityGround:
        return BearerGround(ground)


@frozen
class SessionGround:
    """A store's people, each given a session when they ask."""

    store: Ground

    @property
    def identity(self) -> SessionIdentity:
        follow = FollowSession(self.store.unit_of_work, FixedClock(), digest_of, Lifetimes())
        return SessionIdentity(follow)

    @property
    def strangers(self) -> Sequence[Asking]:
        values = ("", "tt_session", "tt_session=", f"tt_session={UNKNOWN}", UNKNOWN, "\0")
        return [Asking({}), *(Asking({"cookie": value}) for value in values)]

    def add_person(self, *, active: bool = True) -> Person:
        return self.store.add_person(active=active)

    def asking_as(self, person: Person) -> Asking:
        secret = new_token()
        with self.store.unit_of_work() as tx:
            tx.sessions.begin(Session(digest_of(secret), person.id, at(12), at(12)))
            tx.commit()
        return Asking({"cookie": f"other=1; tt_session={secret}"})


class TestSessionIdentity(IdentityContract):
    @pytest.fixture
    def ground(self, ground: Ground) -> IdentityGround:
        return SessionGround(ground)


@frozen
class ProxyGround:
    """A store's people, whom a trusted proxy signs in."""

    store: Ground
    usernames: dict[PersonId, str] = field(factory=dict)

    @property
    def identity(self) -> ProxyIdentity:
        proxies = Proxies(parse_networks(PROXY), SHARED)
        return ProxyIdentity(self.store.unit_of_work, FixedClock(), proxies)

    @property
    def strangers(self) -> Sequence[Asking]:
        said = self._said("somebody else")
        signatures = ("", UNKNOWN, "\0")
        return [
            Asking({}, PROXY),
            said,
            *(Asking({**said.headers, "x-tt-signature": each}, PROXY) for each in signatures),
        ]

    def add_person(self, *, active: bool = True) -> Person:
        username = f"person{len(self.usernames)}"
        if not active:  # nobody adds such a person: see tests/unit/adapters/test_proxies.py
            return self.store.add_person(active=False)
        with self.store.unit_of_work() as tx:
            number = tx.roster.add(NewMember(username, username))
            person = tx.people.find(number)
            tx.commit()
        assert person is not None
        self.usernames[number] = username
        return person

    def asking_as(self, person: Person) -> Asking:
        return self._said(self.usernames.get(person.id, person.name))

    def _said(self, username: str) -> Asking:
        time = str(int(MORNING.timestamp()))
        signature = signed(SHARED, time, username.encode())
        headers = {"x-tt-user": username, "x-tt-time": time, "x-tt-signature": signature}
        return Asking(headers, PROXY)


class TestProxyIdentity(IdentityContract):
    @pytest.fixture
    def ground(self, ground: Ground) -> IdentityGround:
        return ProxyGround(ground)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_letter_case(ground: Ground, scheme: str) -> None:
    bearers = BearerGround(ground)
    ada = bearers.add_person()
    token = bearers._token_of(ada)
    assert bearers.identity.who(_bearing(token, scheme)) == ada


def test_a_token_is_not_stored_as_it_is(ground: Ground) -> None:
    bearers = BearerGround(ground)
    token = bearers._token_of(bearers.add_person())
    with ground.unit_of_work.reading() as tx:
        assert tx.tokens.holder(token) is None
        assert tx.tokens.holder(digest_of(token)) is not None


def test_the_digest_of_a_token_is_no_token(ground: Ground) -> None:
    bearers = BearerGround(ground)
    stored = digest_of(bearers._token_of(bearers.add_person()))
    assert [bearers.identity.who(_bearing(t)) for t in (stored, f"tt_{stored}")] == [None, None]


def test_new_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100


def _bearing(token: str, scheme: str = "Bearer") -> Asking:
    return Asking({"authorization": f"{scheme} {token}"})
