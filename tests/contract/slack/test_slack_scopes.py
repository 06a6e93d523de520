"""What a grant has to allow."""

from __future__ import annotations

import pytest

from tt_integrations.adapters.providers.slack.provider import PROVIDER
from tt_integrations.adapters.providers.slack.scopes import BOT_SCOPES


def test_a_grant_of_all_that_is_asked_for_lacks_nothing() -> None:
    assert list(PROVIDER.lacks({}, frozenset((*BOT_SCOPES, "users:read")))) == []


@pytest.mark.parametrize("scope", BOT_SCOPES)
def test_each_scope_is_missed(scope: str) -> None:
    assert list(PROVIDER.lacks({}, frozenset(BOT_SCOPES) - {scope})) == [scope]
