"""Who is let in, how long, and how often somebody may guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guessing import LIFETIMES, OTHER, PASSWORD, Lobby
from tt_integrations.domain.model.accounts import MOST_PASSWORD, Account
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.follow_session import SELDOM
from tt_integrations.domain.usecases.sign_in import (
    TRIES_OF_A_NAME,
    TRIES_OF_AN_ADDRESS,
    WINDOW,
    Credentials,
    SignedIn,
    TooManyTries,
    WrongPassword,
)
from tt_integrations.testing.clock import MORNING

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def lobby() -> Lobby:
    return Lobby()


@pytest.fixture
def ann(lobby: Lobby) -> PersonId:
    return lobby.person("ann")


@pytest.mark.parametrize("typed", ["ann", "ANN", " Ann "])
def test_the_right_password_begins_a_session_in_any_letter_case_of_the_name(
    lobby: Lobby, ann: PersonId, typed: str
) -> None:
    signed_in = lobby.sign_in(typed)
    assert isinstance(signed_in, SignedIn)
    assert (signed_in.person.id, lobby.who(signed_in.secret)) == (ann, signed_in.person)


def test_a_session_is_stored_by_its_digest_only(lobby: Lobby, ann: PersonId) -> None:
    secret = lobby.secret()
    with lobby.work.reading() as tx:
        assert tx.sessions.of(secret, MORNING) is None
        assert tx.sessions.of(f"#{secret}", MORNING) is not None


@pytest.mark.parametrize("password", [OTHER, "", PASSWORD.upper(), f"{PASSWORD} "])
def test_any_other_password_is_wrong(lobby: Lobby, ann: PersonId, password: str) -> None:
    assert lobby.sign_in(password=password) == WrongPassword()


def test_a_password_that_is_far_too_long_is_wrong_whatever_is_stored(lobby: Lobby) -> None:
    lobby.person("ann", f"plain:{'x' * MOST_PASSWORD}")
    assert lobby.sign_in(password="x" * (MOST_PASSWORD + 1)) == WrongPassword()
    assert isinstance(lobby.sign_in(password="x" * MOST_PASSWORD), SignedIn)


def test_for_an_unknown_name_or_somebody_without_a_password_the_same_work_is_done(
    lobby: Lobby, ann: PersonId
) -> None:
    lobby.person("ben", None)
    outcomes = [lobby.sign_in(name, OTHER) for name in ("ann", "ben", "nobody")]
    assert outcomes == [WrongPassword()] * 3
    assert lobby.passwords.waited == [f"plain:{PASSWORD}", None, None]


def test_somebody_deactivated_is_told_no_more_than_whoever_guesses(
    lobby: Lobby, ann: PersonId
) -> None:
    lobby.deactivate(ann)
    assert lobby.sign_in() == WrongPassword()


def test_the_session_that_the_browser_had_ends_as_the_next_begins(
    lobby: Lobby, ann: PersonId
) -> None:
    former = lobby.secret()
    lobby.sign_in(former=former)
    assert lobby.who(former) is None
    kept = lobby.secret()
    lobby.sign_in(password=OTHER, former=kept)
    assert lobby.who(kept) is not None


def test_a_hash_made_with_less_care_is_made_anew(lobby: Lobby) -> None:
    ann = lobby.person("ann", f"careless:{PASSWORD}")
    lobby.sign_in(password=OTHER)
    with lobby.work.reading() as tx:
        assert tx.accounts.of("ann") == Account(ann, f"careless:{PASSWORD}")
    lobby.secret()
    with lobby.work.reading() as tx:
        assert tx.accounts.of("ann") == Account(ann, f"plain:{PASSWORD}")


def test_whoever_knew_the_password_that_was_changed_meanwhile_is_not_let_in(
    lobby: Lobby, ann: PersonId, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = lobby.passwords.verify

    def changed_meanwhile(password: str, against: str | None) -> bool:
        right = verify(password, against)
        with lobby.work() as tx:
            tx.accounts.set(Account(ann, f"plain:{OTHER}"))
            tx.commit()
        return right

    monkeypatch.setattr(
        type(lobby.passwords), "verify", lambda _, *given: changed_meanwhile(*given)
    )
    assert lobby.sign_in() == WrongPassword()


def test_after_ten_tries_for_one_name_nothing_is_looked_at_for_fifteen_minutes(
    lobby: Lobby, ann: PersonId
) -> None:
    places = [f"192.0.2.{number}" for number in range(TRIES_OF_A_NAME)]
    assert {lobby.sign_in("ann", OTHER, place) for place in places} == {WrongPassword()}
    looked = len(lobby.passwords.waited)
    lobby.clock.advance(WINDOW - MOMENT)
    assert lobby.sign_in() == lobby.sign_in("Ann ") == TooManyTries(MORNING + WINDOW)
    assert (TRIES_OF_A_NAME, WINDOW, len(lobby.passwords.waited)) == (
        10,
        timedelta(minutes=15),
        looked,
    )
    lobby.clock.advance(MOMENT)
    assert isinstance(lobby.sign_in(), SignedIn)


def test_after_fifty_tries_from_one_place_nobody_is_looked_at_who_comes_from_there(
    lobby: Lobby, ann: PersonId
) -> None:
    for number in range(TRIES_OF_AN_ADDRESS):
        assert lobby.sign_in(f"name{number}") == WrongPassword()
    assert lobby.sign_in() == TooManyTries(MORNING + WINDOW)
    assert isinstance(lobby.sign_in(address="192.0.2.2"), SignedIn)
    assert TRIES_OF_AN_ADDRESS == 50


def test_a_name_that_nobody_has_is_counted_as_any_other(lobby: Lobby) -> None:
    outcomes = [lobby.sign_in("nobody") for _ in range(TRIES_OF_A_NAME + 1)]
    assert outcomes[-2:] == [WrongPassword(), TooManyTries(MORNING + WINDOW)]


def test_whoever_signs_in_did_not_guess_and_is_not_counted(lobby: Lobby, ann: PersonId) -> None:
    assert all(isinstance(lobby.sign_in(), SignedIn) for _ in range(TRIES_OF_AN_ADDRESS + 1))


def test_names_are_counted_by_their_digests(lobby: Lobby) -> None:
    lobby.sign_in("a password typed into the wrong field")
    with lobby.work() as tx:
        keys = set(tx.tables.sign_in_tries)
    assert keys == {"#name:a password typed into the wrong field", "#address:192.0.2.1"}


def test_a_session_that_is_not_used_is_over_after_a_while(lobby: Lobby, ann: PersonId) -> None:
    secret = lobby.secret()
    lobby.clock.advance(LIFETIMES.idle)
    assert lobby.who(secret) is None


def test_a_session_that_is_used_lasts_but_not_for_ever(lobby: Lobby, ann: PersonId) -> None:
    secret = lobby.secret()
    for _ in range(4):
        lobby.clock.advance(timedelta(hours=1))
        assert lobby.who(secret) is not None
    lobby.clock.advance(timedelta(hours=1) - MOMENT)
    assert lobby.who(secret) is not None
    lobby.clock.advance(MOMENT)
    assert lobby.who(secret) is None


def test_looking_at_pages_one_after_the_other_writes_nothing(lobby: Lobby, ann: PersonId) -> None:
    secret = lobby.secret()
    before = lobby.work.published.tables
    lobby.clock.advance(SELDOM - MOMENT)
    lobby.who(secret)
    assert lobby.work.published.tables is before
    lobby.clock.advance(MOMENT)
    lobby.who(secret)
    assert lobby.work.published.tables is not before


def test_the_sessions_of_somebody_deactivated_are_dead(lobby: Lobby, ann: PersonId) -> None:
    secret = lobby.secret()
    lobby.deactivate(ann)
    assert lobby.who(secret) is None


def test_after_signing_out_the_secret_is_good_for_nothing(lobby: Lobby, ann: PersonId) -> None:
    here, elsewhere = lobby.secret(), lobby.secret()
    lobby.sign_out(here)
    assert lobby.who(here) is None
    assert lobby.who(elsewhere) is not None


@pytest.mark.parametrize("secret", ["", "guess", "#secret-1"])
def test_a_guess_is_nobodys_session(lobby: Lobby, ann: PersonId, secret: str) -> None:
    lobby.secret()
    assert lobby.who(secret) is None


def test_no_secret_is_shown(lobby: Lobby, ann: PersonId) -> None:
    signed_in = lobby.sign_in()
    assert "secret" not in repr(signed_in)
    shown = repr(Credentials("ann", PASSWORD, "192.0.2.1", "former"))
    assert PASSWORD not in shown
    assert "former" not in shown
    assert PASSWORD not in repr(Account(ann, f"plain:{PASSWORD}"))
