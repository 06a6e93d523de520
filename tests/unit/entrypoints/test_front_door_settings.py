"""What the settings say of sessions and proxies, as far as the service that is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from house import Front, House
from lobby import PASSWORDS, STATUS, Browser, accounts_of

from tt_integrations.adapters.jobs.embedded import EmbeddedJobs
from tt_integrations.adapters.proxies import signed
from tt_integrations.domain.model.accounts import Lifetimes
from tt_integrations.domain.usecases.keep_accounts import ChosenPassword
from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.settings import Settings, WrongSettings, load, made

SHARED = "0123456789abcdef0123456789abcdef"
KEY = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def test_people_stay_signed_in_for_twelve_idle_hours_and_a_fortnight_at_most() -> None:
    assert Settings().lifetimes == Lifetimes(timedelta(hours=12), timedelta(days=14))
    chosen = Settings(session_idle_hours=1, session_days=2).lifetimes
    assert chosen == Lifetimes(timedelta(hours=1), timedelta(days=2))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("job_threads", "0"),
        ("session_idle_hours", "0"),
        ("session_days", "-1"),
        ("session_days", "1000000"),
        ("proxy_addresses", "my-proxy"),
        ("proxy_addresses", "10.0.0.1/8"),
        ("proxy_secret", "short"),
    ],
)
def test_a_wrong_value_is_told_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TT_CONFIG", raising=False)
    monkeypatch.setenv(f"TT_{key.upper()}", value)
    with pytest.raises(WrongSettings, match=rf"^TT_{key.upper()} \({key}\): expected "):
        load()


def test_a_secret_without_proxies_who_may_use_it_is_a_mistake() -> None:
    with pytest.raises(WrongSettings, match=r"TT_PROXY_ADDRESSES \(proxy_addresses\): missing"):
        _ = Settings(proxy_secret=SHARED).proxies
    assert Settings(proxy_addresses="10.0.0.1").proxies.secret == ""
    assert SHARED not in repr(Settings(proxy_secret=SHARED, proxy_addresses="10.0.0.1"))


def test_as_many_jobs_are_done_at_once_as_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    begun: list[EmbeddedJobs] = []

    def start(jobs: EmbeddedJobs) -> None:
        begun.append(jobs)

    monkeypatch.setattr(EmbeddedJobs, "start", start)
    with closing(service(made(database=database, keys=KEY, job_threads=9))):
        assert [jobs.worker.threads for jobs in begun] == [9]


@pytest.fixture
def browser(house: House, front: Front, database: str) -> Iterator[Browser]:
    """Before the whole service, as the settings say."""
    accounts_of(house).set_password(ChosenPassword("ben", PASSWORDS["ben"]))
    settings = made(
        database=database,
        keys=KEY,
        base_url="https://tt.example",
        session_idle_hours=1,
        proxy_addresses="127.0.0.1",
        proxy_secret=SHARED,
    )
    with closing(service(settings, house.clock)) as web:
        front.behind = web
        yield Browser(house.http)


def test_the_service_lets_people_in_by_password_and_for_as_long_as_it_says(
    browser: Browser, house: House
) -> None:
    assert browser.sign_in("ben").status_code == 303
    assert browser.get(STATUS).status_code == 200
    house.clock.advance(timedelta(hours=1))
    assert browser.get(STATUS).status_code == 401


def test_the_service_believes_its_proxy(browser: Browser, house: House) -> None:
    time = str(int(house.clock.timestamp()))
    said = {
        "x-tt-user": "ben",
        "x-tt-time": time,
        "x-tt-signature": signed(SHARED, time, b"ben"),
        "x-forwarded-for": "192.0.2.1",  # no less when it says where the browser is
    }
    assert browser.ask("GET", STATUS, said).status_code == 200


def test_tries_are_counted_where_the_browser_is_and_not_where_the_proxy_is(
    browser: Browser, house: House, engine: sa.Engine
) -> None:
    there, elsewhere = {"x-forwarded-for": "192.0.2.1"}, {"x-forwarded-for": "192.0.2.2"}
    fields = {"csrf_token": browser.proof(), "password": "a guess"}
    for number in range(50):
        fields["username"] = f"name{number}"
        assert browser.ask("POST", "/sign-in", there, data=fields).status_code == 401
    assert browser.sign_in("ben", headers=there).status_code == 429
    assert browser.sign_in("ben", headers=elsewhere).status_code == 303
