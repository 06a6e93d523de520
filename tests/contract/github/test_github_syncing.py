"""Issues at the fake become tasks by asking, with nothing between us and it but HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from github_ground import NAME
from github_sync import SyncGround

from tt_integrations.adapters.fakes.faults import Fault, Proceed, answers
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.rest import Call
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp
from tt_integrations.ports.unit_of_work import Reading


@pytest.fixture
def here() -> SyncGround:
    return SyncGround()


def test_the_first_sync_learns_the_repository_registers_a_webhook_and_makes_the_tasks(
    here: SyncGround,
) -> None:
    here.it.open("first", "second")
    here.it.fake.close_issue(NAME, 2)
    assert here.sync() == Done()
    assert {name: card.status for name, card in here.tasks().items()} == {
        "first": "todo",
        "second": "done",
    }
    [watched] = here.watched()
    assert watched.id == here.it.repository.id
    assert watched.hook is not None
    assert here.runs()[0].result is RunResult.DONE
    here.it.open("third")
    assert here.it.receiver.got[-1][1]["X-GitHub-Event"] == "issues"


def test_a_sync_with_nothing_new_costs_one_call_that_counts_for_nothing(here: SyncGround) -> None:
    here.it.open("first", "second")
    here.sync()
    before, calls = here.listed(), len(here.it.fake.requests)
    here.sync()
    assert here.listed() == before + 1
    assert len(here.it.fake.requests) == calls + 1
    assert here.it.calls("issues/list-for-repo")[-1].response.status == 304
    assert here.told() == []


def test_what_changed_is_followed_and_pull_requests_are_left_out(here: SyncGround) -> None:
    here.it.open("first", "second")
    here.sync()
    here.it.fake.clock.advance(60)
    here.it.fake.edit_issue(NAME, 1, title="first, edited")
    here.it.fake.open_pull_request(NAME, "no issue")
    here.it.open("third")
    here.sync()
    assert [each for each in here.told() if each[1] != "unchanged"] == [
        ("first, edited", "updated: name"),
        ("third", "created"),
        ("1 pull requests", "ignored: pull request"),
    ]
    assert sorted(here.tasks()) == ["first, edited", "second", "third"]


def test_of_150_issues_none_is_missed_while_somebody_opens_more(here: SyncGround) -> None:
    titles = [f"Issue {number}" for number in range(150)]
    here.it.open(*titles)
    here.it.fake.fail_next("issues/list-for-repo", here.it.fake.shifting_pages(NAME))
    here.sync()
    assert sorted(here.tasks()) == sorted([*titles, "Opened meanwhile"])
    assert "page=2" not in str([logged.request for logged in here.it.fake.requests])


def test_150_issues_of_one_second_are_all_read(here: SyncGround) -> None:
    for number in range(150):
        here.it.fake.open_issue(NAME, f"Issue {number}")
    here.sync()
    assert len(here.tasks()) == 150


def test_an_issue_that_was_deleted_is_found_out_within_a_day(here: SyncGround) -> None:
    here.it.open("first", "second")
    here.sync()
    here.it.fake.delete_issue(NAME, 1)
    here.tomorrow()
    here.sync()
    assert here.told() == [("first", "removed: deleted there")]
    assert here.tasks()["first"].status == "cancelled"


def test_an_issue_that_was_transferred_takes_its_task_along(here: SyncGround) -> None:
    here.it.open("first")
    here.sync()
    here.it.fake.add_repository("octo/other")
    here.it.fake.transfer_issue(NAME, 1, "octo/other")
    here.tomorrow()
    here.sync()
    assert here.told() == [("first", "moved")]
    assert list(here.tasks()) == ["first"]
    here.tomorrow()
    here.sync()
    assert here.told() == []


def test_a_renamed_repository_is_followed_and_called_so(here: SyncGround) -> None:
    here.it.open("first")
    here.sync()
    here.it.fake.rename_repository(NAME, "application")
    here.it.fake.clock.advance(60)
    here.it.fake.open_issue("octo/application", "second")
    here.sync()
    assert sorted(here.tasks()) == ["first", "second"]
    assert here.settings()["known_repositories"][0]["called"] == "octo/application"
    with here.store.unit_of_work.reading() as tx:
        assert _found(here, tx, "name:octo/application")


def test_a_repository_that_the_token_cannot_see_any_more_is_said_so(here: SyncGround) -> None:
    here.it.open("first")
    here.sync()
    here.it.fake.delete_repository(NAME)
    assert here.sync() == Done()
    assert here.told() == [(NAME, "failed: repository is out of sight")]


def test_a_rate_limit_is_waited_for_and_what_was_read_is_kept(here: SyncGround) -> None:
    here.it.open(*[f"Issue {number}" for number in range(150)])
    limit = b'{"message": "You have exceeded a secondary rate limit"}'
    limited = Response(403, {"content-type": "application/json", "retry-after": "90"}, limit)
    pages = [0]

    def after_one_page(proceed: Proceed) -> Response:
        pages[0] += 1
        return proceed() if pages[0] == 1 else limited

    here.it.fake.fail_next("issues/list-for-repo", Fault("limited", after_one_page), 2)
    result = here.sync()
    assert isinstance(result, Again)
    assert result.after == timedelta(seconds=90)
    assert here.runs()[-1].result is RunResult.PARTIAL
    assert len(here.tasks()) == 100
    here.it.fake.clock.advance(90)
    here.sync()
    assert len(here.tasks()) == 150


def test_a_revoked_token_ends_the_connection(here: SyncGround) -> None:
    here.it.fake.revoke_token(here.it.access.token)
    assert isinstance(here.sync(), GivenUp)
    assert here.again().state is ConnectionState.NEEDS_RECONNECT


def test_without_the_permission_for_webhooks_the_reason_is_noted_and_the_sync_goes_on(
    here: SyncGround,
) -> None:
    here.it.open("first")
    refused = Response(404, {"content-type": "application/json"}, b'{"message": "Not Found"}')
    here.it.fake.fail_next("repos/create-webhook", answers(refused))
    assert here.sync() == Done()
    [watched] = here.watched()
    assert (watched.hook, watched.hook_missing) == (
        None,
        "missing permission: repository_hooks=write",
    )
    assert list(here.tasks()) == ["first"]


def test_deliveries_that_failed_are_sent_again_once_a_day(here: SyncGround) -> None:
    here.sync()
    here.tomorrow()
    here.it.receiver.answer = Response(500)
    here.it.open("lost on the way")
    here.it.receiver.answer = Response(200)
    arrived = len(here.it.receiver.got)
    here.sync()
    assert len(here.it.receiver.got) == arrived + 1
    here.sync()
    assert len(here.it.receiver.got) == arrived + 1


def test_a_webhook_that_was_deleted_is_made_anew(here: SyncGround) -> None:
    here.sync()
    [before] = here.watched()
    gone = Call(f"/repos/{NAME}/hooks/{before.hook}", "DELETE")
    here.it.tracker.rest.done(here.it.access, gone)
    here.tomorrow()
    here.sync()
    [after] = here.watched()
    assert after.hook not in (None, before.hook)


def _found(here: SyncGround, tx: Reading, address: str) -> bool:
    routes = tx.addresses.routes(here.connection.provider, address)  # type: ignore[arg-type]
    return [each.connection.id for each in routes] == [here.connection.id]
