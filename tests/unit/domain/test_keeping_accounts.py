"""People, passwords and tokens, as whoever runs the service keeps them."""

from __future__ import annotations

import pytest

from guessing import OTHER, PASSWORD, Lobby, digest
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.accounts import IssuedToken, Member, NewMember
from tt_integrations.domain.usecases.keep_accounts import (
    AddedPerson,
    ChosenPassword,
    NoSuchPerson,
    PasswordSet,
    PersonAdded,
    UsernameTaken,
)
from tt_integrations.domain.usecases.keep_tokens import (
    IssueToken,
    ListTokens,
    MeantToken,
    NoSuchToken,
    RevokeToken,
    TokenIssued,
    TokenRevoked,
    TokensHeld,
    WantedToken,
)
from tt_integrations.domain.usecases.sign_in import SignedIn


@pytest.fixture
def lobby() -> Lobby:
    return Lobby()


def test_somebody_added_can_sign_in_by_a_username_in_lower_case(lobby: Lobby) -> None:
    added = lobby.add_person(AddedPerson(NewMember(" Ann ", "Ann Alder", admin=True), PASSWORD))
    assert isinstance(added, PersonAdded)
    with lobby.work.reading() as tx:
        everybody = list(tx.roster.everybody())
    assert everybody == [
        Member(added.person, "ann", "Ann Alder", admin=True, active=True, has_password=True)
    ]
    assert isinstance(lobby.sign_in("ann"), SignedIn)


def test_a_taken_username_adds_nobody_and_changes_no_password(lobby: Lobby) -> None:
    lobby.person("ann")
    added = lobby.add_person(AddedPerson(NewMember("ANN"), OTHER))
    assert added == UsernameTaken("ann")
    assert isinstance(lobby.sign_in(), SignedIn)


@pytest.mark.parametrize("username", ["", "  ", "a b", "a\tb", "a\nb", "a\x00", "x" * 81])
def test_a_username_that_is_none_is_told(lobby: Lobby, username: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        lobby.add_person(AddedPerson(NewMember(username), PASSWORD))
    assert caught.value.field == "username"


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 1025])
def test_a_password_of_a_wrong_length_is_told_and_not_repeated(lobby: Lobby, password: str) -> None:
    lobby.person("ann")
    for attempt in (
        lambda: lobby.add_person(AddedPerson(NewMember("ben"), password)),
        lambda: lobby.set_password(ChosenPassword("ann", password)),
    ):
        with pytest.raises(InvalidSettings) as caught:
            attempt()
        assert str(caught.value) == "password: expected 12 to 1024 characters"
    assert lobby.passwords.waited == []


@pytest.mark.parametrize("password", ["x" * 12, "x" * 1024, "Ünïcödé 🔑 pässwörd"])
def test_any_characters_make_a_password(lobby: Lobby, password: str) -> None:
    ann = lobby.person("ann")
    assert lobby.set_password(ChosenPassword("Ann", password)) == PasswordSet(ann)
    assert isinstance(lobby.sign_in("ann", password), SignedIn)


def test_a_new_password_ends_all_sessions_of_the_person_and_nobody_elses(lobby: Lobby) -> None:
    lobby.person("ann")
    lobby.person("ben")
    here, there = lobby.secret(), lobby.secret()
    ben = lobby.sign_in("ben")
    assert isinstance(ben, SignedIn)
    lobby.set_password(ChosenPassword("ann", OTHER))
    assert [lobby.who(here), lobby.who(there)] == [None, None]
    assert lobby.who(ben.secret) == ben.person


def test_nobody_gets_no_password(lobby: Lobby) -> None:
    assert lobby.set_password(ChosenPassword("Nobody", PASSWORD)) == NoSuchPerson("nobody")


TOKENS = ("aaaaaaaa1", "aaaaaaaa2", "bbbbbbbb")


@pytest.fixture
def tokens(lobby: Lobby) -> Lobby:
    """Three of Ann's."""
    lobby.person("ann")
    lobby.person("ben")
    for token in TOKENS:
        issue = IssueToken(lobby.work, lambda token=token: token, digest)
        assert issue(WantedToken("Ann", f"for {token}")) == TokenIssued(token)
    return lobby


def held(lobby: Lobby) -> list[str]:
    listed = ListTokens(lobby.work)("ann")
    assert isinstance(listed, TokensHeld)
    return [token.digest for token in listed.tokens]


def test_an_issued_token_is_stored_by_its_digest_and_listed_with_its_label(tokens: Lobby) -> None:
    assert ListTokens(tokens.work)("ANN") == TokensHeld(
        [IssuedToken(f"#{token}", f"for {token}") for token in TOKENS]
    )
    assert TOKENS[0] not in repr(TokenIssued(TOKENS[0]))


def test_a_token_is_revoked_by_the_beginning_of_its_digest(tokens: Lobby) -> None:
    revoke = RevokeToken(tokens.work)
    assert revoke(MeantToken("Ann", "#bbbbbbb")) == TokenRevoked(
        IssuedToken("#bbbbbbbb", "for bbbbbbbb")
    )
    assert held(tokens) == ["#aaaaaaaa1", "#aaaaaaaa2"]


@pytest.mark.parametrize("beginning", ["", "#", "#bbbbbb", "#aaaaaaaa", "#cccccccc"])
def test_what_is_short_or_means_several_or_none_revokes_none(tokens: Lobby, beginning: str) -> None:
    assert RevokeToken(tokens.work)(MeantToken("ann", beginning)) == NoSuchToken()
    assert len(held(tokens)) == 3


def test_another_persons_token_is_not_revoked(tokens: Lobby) -> None:
    assert RevokeToken(tokens.work)(MeantToken("ben", "#bbbbbbbb")) == NoSuchToken()
    assert len(held(tokens)) == 3


def test_nobody_has_no_tokens(lobby: Lobby) -> None:
    nobody = NoSuchPerson("nobody")
    assert IssueToken(lobby.work, lambda: "t", digest)(WantedToken("Nobody", "")) == nobody
    assert ListTokens(lobby.work)("Nobody") == nobody
    assert RevokeToken(lobby.work)(MeantToken("Nobody", "#")) == nobody
