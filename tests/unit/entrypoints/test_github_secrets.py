"""The webhook's secret: made by us, shown once, renewed with a day's overlap, and taken to GitHub by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from github_house import opened
from workplace import REPOSITORY, WEB, Workplace, eventually, workplace

from patience import soon


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def posts(here: Workplace, secret: str, guid: str) -> httpx.Response:
    """An issue is opened, in a delivery that is signed with that secret."""
    repository = here.status()["repositories"][0]["id"]
    return here.deliver(opened(repository=repository), secret, guid)


def hook_secrets(here: Workplace) -> set[str]:
    """The secrets with which GitHub signed the webhooks it sent."""
    return {str(each.parcel.hook.secret) for each in here.fake.deliveries}


def test_the_secret_is_shown_when_it_is_made_and_never_again(here: Workplace) -> None:
    secret = here.connect()
    assert len(secret) >= 43
    later = here.saved(label_filter="track")
    assert "webhook_secret" not in later
    assert secret not in str(later) + str(here.status()) + str(here.test())


def test_a_secret_of_ones_own_is_taken_and_not_repeated(here: Workplace) -> None:
    fields: dict[str, Any] = {
        "github_token": here.fake.add_token("anna"),
        "repositories": [{"name": REPOSITORY, "project": WEB}],
    }
    answer = here.saved(webhook_secret="of my own", **fields)
    assert "webhook_secret" not in answer
    assert soon(here.settled)
    expected = {"of my own"}
    assert eventually(lambda: hook_secrets(here), expected) == expected


def test_a_renewed_secret_is_shown_once_and_the_former_one_is_believed_for_a_day(
    here: Workplace,
) -> None:
    former = here.connect()
    fresh = here.saved(rotate_webhook_secret=True)["webhook_secret"]
    assert fresh != former
    assert "webhook_secret" not in here.saved(label_filter="")
    assert posts(here, fresh, "1").status_code == 200
    assert posts(here, former, "2").status_code == 200
    here.turn(hours=23.9)
    assert posts(here, former, "3").status_code == 200
    here.turn(hours=0.2)
    assert posts(here, former, "4").status_code == 401
    assert posts(here, fresh, "5").status_code == 200


def test_of_two_renewals_within_a_day_the_last_two_secrets_are_believed(here: Workplace) -> None:
    first = here.connect()
    second = here.saved(rotate_webhook_secret=True)["webhook_secret"]
    third = here.saved(rotate_webhook_secret=True)["webhook_secret"]
    got = [posts(here, each, each[:8]).status_code for each in (first, second, third)]
    assert got == [401, 200, 200]


def test_the_webhook_at_github_gets_the_renewed_secret_by_itself(here: Workplace) -> None:
    former = here.connect()
    fresh = here.saved(rotate_webhook_secret=True)["webhook_secret"]

    def signs_with() -> str:
        here.fake.open_issue(REPOSITORY, "Which secret?")
        return str(here.fake.deliveries[-1].parcel.hook.secret)

    assert eventually(signs_with, fresh) == fresh
    assert former in hook_secrets(here)
    assert {status for _, status, _ in here.answers()} == {200}
    assert len(here.fake.state()["hooks"]) == 1


def test_a_webhook_that_is_there_already_is_adopted(here: Workplace) -> None:
    here.connect()
    here.saved(repositories=[])
    here.saved(repositories=[{"name": REPOSITORY, "project": WEB}])
    assert soon(here.settled)
    [hook] = here.fake.state()["hooks"]
    assert here.status()["repositories"][0]["has_webhook"] is True
    assert hook["config"]["url"] == here.status()["webhook_url"]
