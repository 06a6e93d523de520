"""Which providers there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve, frozen

from tt_integrations.adapters import providers
from tt_integrations.adapters.providers import GROUP, Provider, discover


@frozen
class Found:
    """An entry point of another package."""

    name: str
    provider: Provider

    def load(self) -> Provider:
        return self.provider


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Found]]:
    """What other packages bring; empty until a test adds something."""
    found: list[Found] = []
    monkeypatch.setattr(providers, "entry_points", lambda *, group: found if group == GROUP else [])
    discover.cache_clear()
    yield found
    discover.cache_clear()


def test_our_own_folders_are_found(others: list[Found]) -> None:
    found = discover()
    assert "slack" in found
    assert found["slack"].key == "slack_connector"
    assert all(name == provider.name for name, provider in found.items())


def test_a_provider_of_another_package_comes_after_ours(others: list[Found]) -> None:
    ours = list(discover())
    discover.cache_clear()
    theirs = evolve(discover()["slack"], name="mattermost", key="mattermost_connector")
    discover.cache_clear()
    others.append(Found("mattermost", theirs))
    assert list(discover()) == [*ours, "mattermost"]


@pytest.mark.parametrize("twin", [{"name": "other"}, {"key": "other_connector"}, {}])
def test_two_of_one_name_or_key_are_a_loud_mistake(
    others: list[Found], twin: dict[str, str]
) -> None:
    changed = evolve(discover()["slack"], **twin)
    discover.cache_clear()
    others.append(Found("twin", changed))
    with pytest.raises(ValueError, match="two providers call themselves"):
        discover()
