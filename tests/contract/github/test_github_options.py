"""Where GitHub's API may be: tokens go nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from tt_integrations.adapters.providers.github.options import (
    OPTIONS,
    IpAddress,
    checked_api_url,
    resolved,
)
from tt_integrations.domain.errors import InvalidSettings

PUBLIC, PRIVATE = "140.82.112.6", "10.0.0.7"


def at(*addresses: str) -> object:
    def resolve(host: str) -> Sequence[IpAddress]:
        assert host == "ghe.example"
        return [ip_address(address) for address in addresses]

    return resolve


def checked(url: str, *addresses: str, private: str = "no") -> str:
    options = {"api_url": url, "allow_private": private}
    return checked_api_url(options, at(*addresses))  # type: ignore[arg-type]  # it is one


def test_by_default_it_is_githubs_own_and_nobody_is_asked_where_that_is() -> None:
    def asked(host: str) -> Sequence[IpAddress]:
        raise AssertionError("no host is looked up")

    options = {option.name: option.default for option in OPTIONS}
    assert checked_api_url(options, asked) == "https://api.github.com"


def test_an_enterprise_server_at_a_public_address_may_be_anywhere_below_its_host() -> None:
    url = "https://ghe.example:8443/api/v3"
    assert checked(f" {url}/ ", PUBLIC, "2606:50c0:8000::64") == url


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - nothing listens there
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
    ],
)
def test_one_private_address_among_public_ones_is_enough_to_refuse(address: str) -> None:
    with pytest.raises(InvalidSettings, match="private address") as refused:
        checked("https://ghe.example", PUBLIC, address)
    assert refused.value.field == "github_api_url"


def test_a_private_address_is_allowed_by_saying_so() -> None:
    url = "https://ghe.example/api/v3"
    assert checked(url, PRIVATE, private="yes") == url


def test_http_is_for_this_machine_alone_and_only_by_saying_so() -> None:
    url = "http://ghe.example:8080"
    assert checked(url, "127.0.0.1", "::1", private="yes") == url
    for address in (PRIVATE, PUBLIC):
        with pytest.raises(InvalidSettings, match="this machine alone"):
            checked(url, "127.0.0.1", address, private="yes")
    with pytest.raises(InvalidSettings, match="expected https"):
        checked(url, "127.0.0.1")


def test_a_host_without_an_address_is_refused() -> None:
    with pytest.raises(InvalidSettings, match="cannot be found"):
        checked("https://ghe.example")


@pytest.mark.parametrize("error", [socket.gaierror("unknown"), UnicodeError("too long")])
def test_a_host_that_cannot_be_looked_up_is_refused(error: Exception) -> None:
    def failing(host: str) -> Sequence[IpAddress]:
        raise error

    options = {"api_url": "https://ghe.example", "allow_private": "no"}
    with pytest.raises(InvalidSettings, match="cannot be found"):
        checked_api_url(options, failing)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ghe.example",
        "ftp://ghe.example",
        "https://",
        "https:///api",
        "https://ada@ghe.example",
        "https://ada:canary@ghe.example",
        "https://ghe.example/?q=1",
        "https://ghe.example/#x",
        "https://ghe.example:0",
        "https://ghe.example:99999",
        "https://ghe.example:x",
        "https://[::1",
    ],
)
@pytest.mark.parametrize("private", ["yes", "no"])
def test_what_is_no_plain_address_of_a_server_is_refused(url: str, private: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        checked(url, PUBLIC, private=private)
    assert refused.value.field == "github_api_url"
    assert "canary" not in str(refused.value)


def test_whether_private_addresses_are_allowed_is_said_by_yes_or_no() -> None:
    with pytest.raises(InvalidSettings) as refused:
        checked("https://ghe.example", PUBLIC, private="maybe")
    assert refused.value.field == "github_allow_private"


def test_this_machine_is_looked_up_as_it_is() -> None:
    assert resolved("127.0.0.1") == [ip_address("127.0.0.1")]
    here = {"api_url": "http://127.0.0.1:1", "allow_private": "yes"}
    assert checked_api_url(here) == "http://127.0.0.1:1"
