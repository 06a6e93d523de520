"""Every watched repository calls us where it may, and what failed to reach us is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from issue_desk import PROVIDER
from loft import VAULT
from sync_desk import HOOK_ADDRESS, SETTINGS, SyncDesk
from tracker import Hook
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.domain.model.issues import LeftHook, Watched
from tt_integrations.domain.usecases.care_for_hooks import MOST, Cared
from tt_integrations.domain.usecases.hook_keeper import NO_SECRET
from tt_integrations.domain.usecases.without_hooks import without_hooks

MISSING = PermissionMissing("hooks=write")


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def with_failed(desk: SyncDesk, *deliveries: int) -> Hook:
    """The hook, with deliveries that failed since yesterday."""
    desk.care()
    desk.tomorrow()
    desk.calls()
    hook = desk.tracker.hooks[1]
    hook.failed = list(deliveries)
    return hook


def known(hook: int | None, missing: str | None = None) -> Watched:
    """The repository, once it was found."""
    return Watched("acme/web", 1, hook, missing, "acme/web")


def over(desk: SyncDesk) -> bool:
    """Whether today's care is over."""
    name = f"hooks:{desk.connection.id}:{desk.clock.now().date().isoformat()}"
    with desk.work.reading() as tx:
        return tx.claims.note(name) is not None


def test_a_repository_without_a_webhook_gets_one_that_calls_us(desk: SyncDesk) -> None:
    assert desk.care() == Cared(hooks=1)
    assert desk.tracker.hooks == {1: Hook(1, HOOK_ADDRESS, "s3cret")}
    assert desk.watched() == [known(1)]
    assert desk.routes("hook:1") == [desk.connection.id]


def test_it_is_asked_for_once(desk: SyncDesk) -> None:
    desk.care()
    desk.calls()
    assert desk.care() is None
    assert desk.calls() == []


def test_a_repository_is_noted_by_the_name_that_it_has_now(desk: SyncDesk) -> None:
    desk.synced()
    desk.tracker.rename(desk.home, "acme/site")
    other = desk.tracker.add("acme/web")  # the name became free, and another repository took it
    desk.care()
    assert desk.tracker.hooks[1].repository == desk.home.id
    assert desk.watched() == [Watched("acme/web", desk.home.id, 1, None, "acme/site")]
    assert desk.routes(f"id:{other.id}") == []


def test_a_name_that_became_another_repositorys_is_never_noted_again(desk: SyncDesk) -> None:
    desk.care()
    desk.tracker.rename(desk.home, "acme/site")
    other = desk.tracker.add("acme/web")
    for _ in range(2):
        desk.tomorrow()
        desk.care()
        assert desk.watched() == [Watched("acme/web", desk.home.id, 1, None, "acme/site")]
    assert (desk.routes("called:acme/web"), desk.routes(f"id:{other.id}")) == ([], [])


def test_a_webhook_that_is_to_be_set_up_anew_leaves_the_name_that_is_known(desk: SyncDesk) -> None:
    desk.tracker.rename(desk.home, "acme/site")
    desk.set(known={"acme/web": {"id": 1, "called": "acme/site", "hook": 1, "hook_missing": "x"}})
    desk.set(**without_hooks(SETTINGS[PROVIDER], desk.again().settings))
    assert desk.watched() == [Watched("acme/web", 1, None, None, "acme/site")]


def test_where_no_provider_can_reach_us_nothing_is_asked(desk: SyncDesk) -> None:
    desk.reachable = False
    assert desk.care() is None
    assert desk.calls() == []


@pytest.mark.parametrize("error", [MISSING, CallRejected("20 hooks are enough")])
def test_where_a_webhook_is_not_allowed_the_reason_is_noted(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.tracker.refusals["hook"] = error
    assert desk.care() == Cared()
    assert desk.watched() == [known(None, str(error))]


def test_what_was_not_allowed_is_tried_again_once_a_day(desk: SyncDesk) -> None:
    desk.tracker.refusals["hook"] = MISSING
    desk.care()
    desk.calls()
    desk.care()
    assert desk.calls() == []
    desk.tomorrow()
    desk.tracker.refusals.clear()
    assert desk.care() == Cared(hooks=1)
    assert desk.watched() == [known(1)]


def test_without_a_secret_to_sign_with_there_is_no_webhook(desk: SyncDesk) -> None:
    desk.set(seal="")
    assert desk.care() == Cared()
    assert desk.watched() == [known(None, NO_SECRET)]
    assert desk.tracker.hooks == {}


def test_a_secret_that_cannot_be_opened_is_raised(desk: SyncDesk) -> None:
    desk.set(seal=VAULT.seal("s3cret", Place(ConnectionId(99), "seal")))
    with pytest.raises(SecretUnreadable):
        desk.care()
    assert desk.calls() == []


def test_a_repository_out_of_sight_is_left_to_the_sync(desk: SyncDesk) -> None:
    desk.tracker.hidden = {1}
    assert desk.care() == Cared()
    assert desk.watched() == [Watched("acme/web")]


@pytest.mark.parametrize("error", [ProviderUnavailable("away"), ProviderRefused("revoked")])
def test_whatever_else_the_provider_says_is_raised_and_the_day_is_not_over(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.tracker.refusals["hook"] = error
    with pytest.raises(type(error)):
        desk.care()
    assert not over(desk)
    assert desk.watched() == [Watched("acme/web")]


def test_once_a_day_what_failed_in_the_last_three_days_is_sent_again(desk: SyncDesk) -> None:
    hook = with_failed(desk, 7, 8)
    assert desk.care() == Cared(redelivered=2)
    assert hook.sent == [7, 8]
    three_days_ago = desk.clock.now() - timedelta(days=3)
    assert f"failed of 1 since {three_days_ago:%m-%d}" in desk.calls()
    hook.failed = [9]
    assert desk.care() is None
    desk.tomorrow()
    assert desk.care() == Cared(redelivered=1)


def test_so_many_are_sent_again_in_one_go_and_the_rest_with_the_next_sync(desk: SyncDesk) -> None:
    hook = with_failed(desk, *range(MOST + 20))
    assert desk.care() == Cared(redelivered=MOST, is_over=False)
    assert desk.care() == Cared(redelivered=20)
    assert hook.sent == list(range(MOST + 20))
    assert desk.care() is None


def test_a_provider_that_will_not_send_more_now_is_left_alone_until_the_next_sync(
    desk: SyncDesk,
) -> None:
    hook = with_failed(desk, 7, 8, 9)
    desk.tracker.fails = [*[None] * 4, ProviderUnavailable("slow down")]
    assert desk.care() == Cared(redelivered=1, is_over=False)
    assert not over(desk)
    assert desk.care() == Cared(redelivered=2)
    assert (hook.sent, over(desk)) == ([7, 8, 9], True)


@pytest.mark.parametrize("error", [NotConnected("forgotten"), CallRejected("too old")])
def test_a_delivery_that_is_remembered_no_more_is_passed_over(
    desk: SyncDesk, error: IntegrationError
) -> None:
    hook = with_failed(desk, 7, 8)
    desk.tracker.fails = [None, None, None, error]
    assert desk.care() == Cared(redelivered=1)
    assert hook.sent == [8]
    assert over(desk)


def test_a_webhook_that_somebody_deleted_is_made_anew(desk: SyncDesk) -> None:
    with_failed(desk)
    desk.tracker.hooks = {5: Hook(9, HOOK_ADDRESS, "of another repository")}
    assert desk.care() == Cared(hooks=1)
    assert desk.watched() == [known(6)]
    assert (desk.routes("hook:1"), desk.routes("hook:6")) == ([], [desk.connection.id])


def test_a_webhook_that_was_deleted_and_may_not_be_made_anew_is_forgotten(desk: SyncDesk) -> None:
    with_failed(desk)
    desk.tracker.hooks = {}
    desk.tracker.refusals["hook"] = MISSING
    assert desk.care() == Cared()
    assert desk.watched() == [known(None, str(MISSING))]


def test_where_the_failed_ones_may_not_be_seen_the_reason_is_noted_until_they_may(
    desk: SyncDesk,
) -> None:
    with_failed(desk, 7)
    desk.tracker.refusals["failed"] = MISSING
    assert desk.care() == Cared()
    assert desk.watched() == [known(1, str(MISSING))]
    desk.tomorrow()
    desk.tracker.refusals.clear()
    assert desk.care() == Cared(redelivered=1)
    assert desk.watched() == [known(1)]


def test_each_of_several_repositories_is_cared_for(desk: SyncDesk) -> None:
    desk.tracker.add("acme/other")
    desk.set(watched={"acme/web": 1, "acme/gone": 1, "acme/other": 1})
    assert desk.care() == Cared(hooks=2)
    assert [each.hook for each in desk.watched()] == [1, None, 2]


def test_what_belongs_to_no_sync_of_issues_is_left_alone(desk: SyncDesk) -> None:
    desk.set(watched={})
    assert desk.care() is None
    assert desk.calls() == []


def test_a_care_that_takes_too_long_ends_and_the_next_one_goes_on(desk: SyncDesk) -> None:
    hook = with_failed(desk, *range(9))
    desk.tracker.meanwhile = lambda: desk.clock.advance(8)
    assert desk.care() == Cared(redelivered=1, is_over=False)
    assert not over(desk)
    desk.tracker.meanwhile = lambda: None
    assert desk.care() == Cared(redelivered=8)
    assert hook.sent == list(range(9))


def test_of_many_repositories_those_without_a_webhook_come_first_where_time_is_short(
    desk: SyncDesk,
) -> None:
    names = ["acme/web", "acme/b", "acme/c"]
    for name in names[1:]:
        desk.tracker.add(name)
    desk.set(watched=dict.fromkeys(names, desk.web.id))
    desk.tracker.meanwhile = lambda: desk.clock.advance(10)
    assert desk.care() == Cared(hooks=2, is_over=False)
    assert desk.care() == Cared(hooks=1, is_over=False)
    desk.tracker.meanwhile = lambda: None
    assert desk.care() == Cared()
    assert over(desk)


def test_once_a_day_a_webhook_is_made_to_call_the_address_that_is_ours_now(desk: SyncDesk) -> None:
    hook = with_failed(desk, 7)
    hook.address = "https://former.example/hooks/acme"
    assert desk.care() == Cared(redelivered=1)
    assert hook.address == HOOK_ADDRESS
    assert desk.watched() == [known(1)]


def taken_off(desk: SyncDesk) -> None:
    """The repository, which has a webhook."""
    desk.care()
    desk.set(watched={})
    desk.calls()


@pytest.mark.parametrize("reachable", [True, False])
def test_the_webhook_of_a_repository_that_was_taken_off_is_taken_away(
    desk: SyncDesk,
    reachable: bool,  # noqa: FBT001
) -> None:
    taken_off(desk)
    desk.reachable = reachable
    assert desk.care() == Cared()
    assert desk.tracker.hooks == {}
    assert desk.again().settings["known"] == {}
    assert desk.routes("hook:1") == []
    desk.calls()
    assert desk.care() is None
    assert desk.calls() == []


@pytest.mark.parametrize("error", [MISSING, CallRejected("no"), NotConnected("out of sight")])
def test_a_webhook_that_we_may_not_take_away_is_left_alone_from_then_on(
    desk: SyncDesk, error: IntegrationError
) -> None:
    taken_off(desk)
    desk.tracker.refusals["unhook"] = error
    assert desk.care() == Cared()
    assert desk.care() is None


def test_a_webhook_is_taken_away_later_where_the_provider_does_not_answer(desk: SyncDesk) -> None:
    taken_off(desk)
    desk.tracker.fails = [ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.care()
    assert desk.care() == Cared()
    assert desk.tracker.hooks == {}


def test_webhooks_for_which_there_was_no_time_are_taken_away_by_the_next_care(
    desk: SyncDesk,
) -> None:
    names = ["acme/web", "acme/b", "acme/c"]
    for name in names[1:]:
        desk.tracker.add(name)
    desk.set(watched=dict.fromkeys(names, desk.web.id))
    taken_off(desk)
    desk.tracker.meanwhile = lambda: desk.clock.advance(16)
    desk.care()
    assert len(desk.tracker.hooks) == 1
    desk.care()
    assert desk.tracker.hooks == {}


def test_a_repository_that_is_back_before_its_webhook_was_taken_away_keeps_it(
    desk: SyncDesk,
) -> None:
    taken_off(desk)
    desk.set(watched={"acme/web": desk.web.id})
    assert desk.care() is None
    assert desk.watched() == [known(1)]


def test_what_became_of_a_connection_that_is_gone_meanwhile_is_not_noted(desk: SyncDesk) -> None:
    [left] = [LeftHook("acme/web", desk.home, 1)]
    desk.note.forget(ConnectionId(99), left)
    desk.note.forget(desk.connection.id, left)
    assert "known" not in desk.again().settings
