"""How often somebody may guess a password, however many processes the service has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from house import Front, House
from lobby import Browser, opened_to_people


@pytest.fixture
def browser(house: House, front: Front) -> Browser:
    front.behind = opened_to_people(house)
    return Browser(house.http)


def test_after_ten_guesses_even_the_right_password_is_not_looked_at(
    browser: Browser, house: House
) -> None:
    guesses = [browser.sign_in("anna", "a guess").status_code for _ in range(10)]
    assert guesses == [401] * 10
    house.clock.advance(timedelta(minutes=5))
    got = browser.sign_in()
    assert (got.status_code, got.headers["retry-after"]) == (429, "600")
    assert "Please try again in 10 minutes." in got.text
    house.clock.advance(timedelta(minutes=9, seconds=30))
    assert "Please try again in 1 minute." in browser.sign_in().text
    house.clock.advance(timedelta(seconds=30))
    assert browser.sign_in().status_code == 303


def test_guesses_are_counted_for_all_processes_of_the_service(house: House, front: Front) -> None:
    one, other = opened_to_people(house), opened_to_people(house)
    for number in range(10):
        front.behind = (one, other)[number % 2]
        assert Browser(house.http).sign_in("anna", "a guess").status_code == 401
    for behind in (one, other):
        front.behind = behind
        assert Browser(house.http).sign_in().status_code == 429


def test_after_fifty_guesses_from_one_address_nobody_signs_in_from_there(browser: Browser) -> None:
    fields = {"csrf_token": browser.proof(), "password": "a guess"}
    for number in range(50):
        got = browser.ask("POST", "/sign-in", data={**fields, "username": f"name{number}"})
        assert got.status_code == 401
    assert browser.sign_in().status_code == 429
