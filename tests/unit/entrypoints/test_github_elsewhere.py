"""A GitHub Enterprise: where its API may be is checked when the service starts, before any token is sent there."""

from __future__ import annotations

from contextlib import closing

import pytest
from workplace import KEY

from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.entrypoints.http.app import service
from tt_integrations.entrypoints.settings import made


def start(database: str, address: str, private: str = "no") -> None:
    settings = made(
        database=database, keys=KEY, github_api_url=address, github_allow_private=private
    )
    with closing(service(settings)):
        pass


@pytest.mark.parametrize(
    "address",
    [
        "http://github.example.com/api/v3",
        "http://127.0.0.1:8082",
        "https://10.0.0.1/api/v3",
        "https://127.0.0.1/api/v3",
        "https://[::1]/api/v3",
        "https://[::ffff:192.168.0.1]/api/v3",
        "https://169.254.169.254/api/v3",
        "https://me:secret@93.184.216.34/api/v3",
        "https://93.184.216.34/api/v3?token=x",
        "ftp://93.184.216.34",
        "github.example.com",
    ],
)
def test_an_address_where_no_token_may_go_ends_the_start_and_names_the_setting(
    database: str, address: str
) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        start(database, address)
    assert refusal.value.field == "github_api_url"
    assert "secret@" not in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["https://10.0.0.1/api/v3", "https://192.168.7.1:8443/api/v3", "http://127.0.0.1:1"]
)
def test_a_private_address_is_allowed_where_the_settings_say_so(
    database: str, address: str
) -> None:
    start(database, address, private="yes")
    with pytest.raises(InvalidSettings):
        start(database, address, private="no")


def test_http_never_leaves_this_machine(database: str) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        start(database, "http://10.0.0.1/api/v3", private="yes")
    assert "https" in refusal.value.reason


@pytest.mark.parametrize("address", ["https://api.github.com", "https://93.184.216.34/api/v3/"])
def test_a_public_address_over_https_is_taken(
    database: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _in_public)
    start(database, address)


def _in_public(*_: object, **__: object) -> list[tuple[object, ...]]:
    return [(2, 1, 6, "", ("140.82.121.6", 443))]
