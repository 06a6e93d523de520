"""What GitHub reads of our answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from github_requests import sent

from tt_integrations.adapters.providers.github.speech import follow_up, meanwhile, write
from tt_integrations.domain.model.delivery import AddressCheck, Answer, Challenge, Ignored
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.spoken import (
    Acknowledged,
    Failed,
    Heard,
    HeardLater,
    NotActive,
    Reply,
    Spoken,
)

TITLE = "Canary: customer X leaves"
STARTED = Decided("7#1", TITLE, Action.CREATED, "timer started")
NO_TIMER = Decided("7#1", TITLE, Action.IGNORED, "no timer: told too late")


def task(action: Action, reason: str = "", ours: int | None = 12, **more: Any) -> Decided:
    return Decided("7#1", TITLE, action, reason, ours=ours, **more)


def told(answer: Answer) -> dict[str, Any]:
    assert answer.media_type == "application/json"
    return json.loads(answer.body)


def test_of_an_issue_that_became_a_task_its_number_is_told() -> None:
    answer = write(Heard((task(Action.CREATED),)))
    assert told(answer) == {"ok": True, "task_id": 12, "result": "created"}
    assert not answer.later


def test_it_is_told_which_fields_follow_the_issue() -> None:
    answer = write(Heard((task(Action.UPDATED, fields=("name", "tags")),)))
    assert told(answer) == {"ok": True, "task_id": 12, "result": "updated: name, tags"}


@pytest.mark.parametrize(
    ("decided", "result"),
    [
        (task(Action.UNCHANGED), "unchanged"),
        (task(Action.KEPT, "changed by hand", kept=("name",)), "kept: changed by hand"),
    ],
)
def test_what_stays_as_it_was_is_skipped(decided: Decided, result: str) -> None:
    answer = write(Heard((decided,)))
    assert told(answer) == {"ok": True, "task_id": 12, "result": result, "skipped": True}
    assert not answer.later


def test_an_issue_that_is_ignored_is_taken_with_the_reason_and_nothing_is_done() -> None:
    answer = write(Heard((task(Action.IGNORED, "label filter", None),)))
    assert told(answer) == {"ok": True, "ignored": "label filter"}
    assert answer.later


def test_what_is_removed_without_a_task_is_told_without_a_number() -> None:
    answer = write(Heard((task(Action.REMOVED, "repository deleted", None),)))
    assert told(answer) == {"ok": True, "result": "removed: repository deleted"}
    assert not answer.later


def test_an_item_in_trouble_is_not_ok() -> None:
    answer = write(Heard((task(Action.FAILED, "no project", None),)))
    assert told(answer) == {"ok": False, "result": "failed: no project"}


def test_what_became_of_a_timer_is_told_beside_the_task() -> None:
    began = told(write(Heard((task(Action.CREATED), STARTED))))
    assert began == {"ok": True, "task_id": 12, "result": "created", "timer": "timer started"}
    late = write(Heard((task(Action.UNCHANGED), NO_TIMER)))
    assert told(late)["timer"] == "no timer: told too late"


def test_old_news_that_still_start_a_timer_did_something() -> None:
    old = task(Action.IGNORED, "older than what is known", None)
    answer = write(Heard((old, STARTED)))
    assert told(answer) == {
        "ok": True,
        "ignored": "older than what is known",
        "timer": "timer started",
    }
    assert not answer.later
    assert write(Heard((old, NO_TIMER))).later


def test_nothing_decided_is_nothing_told() -> None:
    assert told(write(Heard(()))) == {"ok": True}


@pytest.mark.parametrize(
    ("reply", "payload", "later"),
    [
        (HandledBefore(), {"ok": True, "skipped": "handled before"}, False),
        (HeardLater(), {"ok": True, "queued": True}, True),
        (NotActive(), {"ok": True, "ignored": "not active"}, True),
        (Ignored("ping"), {"ok": True, "message": "Webhook received"}, False),
        (Ignored("issues.pull_request"), {"ok": True, "ignored": "issues.pull_request"}, True),
        (Acknowledged(), {"ok": True}, False),
        (AddressCheck(), {"ok": True}, False),
        (Challenge("t"), {"ok": True}, False),
        (Spoken(Failed(), None, None, in_answer=True), {"ok": True}, False),
    ],
)
def test_every_other_reply_is_success_in_few_words(
    reply: Reply, payload: dict[str, Any], *, later: bool
) -> None:
    answer = write(reply)
    assert (told(answer), answer.later) == (payload, later)


@pytest.mark.parametrize("action", Action)
def test_no_title_is_shown_to_whoever_may_see_the_hooks_log(action: Action) -> None:
    assert "Canary" not in write(Heard((task(action, "reason"), STARTED))).body.decode()


def test_nobody_is_answered_elsewhere_and_nothing_meanwhile() -> None:
    assert meanwhile(sent({})) is None
    with pytest.raises(TypeError, match="no address to reply to"):
        follow_up(Spoken(Failed(), None, None, in_answer=False))
