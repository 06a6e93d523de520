"""GitHub as the rest of the program knows it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from github_ground import ground

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers import Wiring, discover
from tt_integrations.adapters.providers.github.account import GitHubAccount
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.adapters.providers.github.issues import GitHubIssues
from tt_integrations.adapters.providers.github.provider import PROVIDER
from tt_integrations.domain.errors import InvalidSettings

BARE = """
import sys
class Nothing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in ("httpx", "cryptography"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nothing())
from tt_integrations.adapters.providers import discover
print(discover()["github"].describe({})["has_github_token"])
"""


def wiring(**options: str) -> Wiring:
    it = ground()
    usual = {option.name: option.default for option in PROVIDER.options}
    return Wiring(Clients(it.fake.transport), it.fake.clock, {**usual, **options})


def test_github_is_found_under_the_reference_systems_names() -> None:
    found = discover()["github"]
    assert found is PROVIDER
    assert (found.key, found.door) == ("github_connector", "webhook")
    assert found.body_limit == 25 * 1024 * 1024


def test_its_adapters_are_an_account_a_tracker_and_the_grants_of_apps() -> None:
    assert PROVIDER.adapters is not None
    made = PROVIDER.adapters(wiring())
    assert isinstance(made.account, GitHubAccount)
    assert isinstance(made.tracker, GitHubIssues)
    assert isinstance(made.oauth, GitHubAppTokens)
    assert made.chat is None
    assert made.tracker.rest.base_url == "https://api.github.com"


def test_a_wrong_address_of_the_api_is_refused_before_anything_is_called() -> None:
    assert PROVIDER.adapters is not None
    with pytest.raises(InvalidSettings, match="github_api_url"):
        PROVIDER.adapters(wiring(api_url="http://127.0.0.1:1"))
    made = PROVIDER.adapters(wiring(api_url="http://127.0.0.1:1/", allow_private="yes"))
    assert isinstance(made.tracker, GitHubIssues)
    assert made.tracker.rest.base_url == "http://127.0.0.1:1"


def test_github_can_be_listened_to_without_an_http_client_or_cryptography() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BARE], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr
