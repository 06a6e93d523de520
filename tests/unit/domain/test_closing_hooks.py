"""Before a connection is forgotten, its provider takes our webhooks away."""

from __future__ import annotations

import pytest
from attrs import evolve

from issue_desk import PROVIDER
from sync_desk import SETTINGS, SyncDesk
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.usecases.close_hooks import PATIENCE, CloseHooks


@pytest.fixture
def desk() -> SyncDesk:
    """Two repositories with a webhook each, one of which was taken off since."""
    made = SyncDesk()
    made.tracker.add("acme/other")
    made.set(watched={"acme/web": made.web.id, "acme/other": made.web.id})
    made.care()
    made.set(watched={"acme/web": made.web.id})
    made.calls()
    return made


def closing(desk: SyncDesk) -> CloseHooks:
    return CloseHooks(desk.clock, desk.access, desk.retry, {PROVIDER: desk.tracker}, SETTINGS)


def test_all_of_them_are_taken_away_and_forgotten(desk: SyncDesk) -> None:
    close, connection = closing(desk), desk.again()
    close(connection)
    assert desk.tracker.hooks == {}
    desk.set(**close.forgotten(connection))
    assert [each.hook for each in desk.watched()] == [None]
    assert SETTINGS[PROVIDER].left_hooks(desk.again().settings) == []


@pytest.mark.parametrize(
    "error", [PermissionMissing("hooks=write"), CallRejected("no"), NotConnected("out of sight")]
)
def test_one_that_stays_does_not_keep_the_others(desk: SyncDesk, error: IntegrationError) -> None:
    desk.tracker.fails = [error]
    closing(desk)(desk.again())
    assert list(desk.tracker.hooks) == [1]


@pytest.mark.parametrize("error", [ProviderUnavailable("away"), ProviderRefused("revoked")])
def test_a_provider_that_does_not_answer_is_not_asked_again(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.tracker.refusals["unhook"] = error
    closing(desk)(desk.again())
    assert len(desk.calls()) == 1


def test_they_are_taken_away_with_the_token_that_took_the_place_of_a_refused_one(
    desk: SyncDesk,
) -> None:
    tokens = iter([Access("former", "acme", "as it was stored"), Access("new", "acme")])
    desk.tracker.fails = [ProviderRefused("revoked", "as it was stored")]
    close = evolve(closing(desk), access=lambda _: next(tokens))
    close(desk.again())
    assert desk.tracker.hooks == {}


def test_nobody_waits_long_for_all_of_them(desk: SyncDesk) -> None:
    desk.tracker.meanwhile = lambda: desk.clock.advance(PATIENCE.total_seconds())
    closing(desk)(desk.again())
    assert len(desk.calls()) == 1


def test_without_a_token_nobody_is_asked(desk: SyncDesk) -> None:
    desk.token = ""
    closing(desk)(desk.again())
    assert desk.calls() == []
    assert len(desk.tracker.hooks) == 2


def test_who_has_no_webhook_needs_no_token(desk: SyncDesk) -> None:
    desk.set(known={})
    closing(desk)(desk.again())
    assert desk.calls() == []


def test_where_no_issues_are_kept_there_is_nothing_to_do(desk: SyncDesk) -> None:
    elsewhere = CloseHooks(desk.clock, desk.access, desk.retry, {}, {})
    elsewhere(desk.again())
    assert elsewhere.forgotten(desk.again()) == {}
