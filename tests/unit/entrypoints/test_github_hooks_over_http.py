"""The webhooks of a connection come, move and go with what its owner chose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from workplace import OTHER, REPOSITORY, WEB, Workplace, workplace

from patience import soon
from tt_integrations.adapters.fakes.faults import server_error

ALL = "/api/integrations/connections"


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def disconnect(here: Workplace) -> None:
    [own] = here.ask("anna", "GET", ALL).json()["connections"]
    assert here.ask("anna", "POST", f"{ALL}/{own['id']}/disconnect").status_code == 200


def test_a_webhook_calls_us_where_we_are_within_a_day(here: Workplace) -> None:
    here.connect()
    [hook] = here.fake.state()["hooks"]
    ours = hook["config"]["url"]
    former = {"config": {**hook["config"], "url": "https://former.example/", "secret": "s"}}
    headers = {"authorization": f"Bearer {here.fake.add_token('anna')}"}
    assert here.http.patch(hook["url"], json=former, headers=headers).status_code == 200
    here.turn_to_tomorrow()
    assert soon(lambda: here.fake.state()["hooks"][0]["config"]["url"] == ours)


def test_github_is_asked_to_call_us_no_more_for_a_repository_that_is_taken_off(
    here: Workplace,
) -> None:
    here.connect(repositories=[{"name": name, "project": WEB} for name in (REPOSITORY, OTHER)])
    assert len(here.fake.state()["hooks"]) == 2
    here.saved(repositories=[{"name": OTHER, "project": WEB}])
    assert soon(lambda: len(here.fake.state()["hooks"]) == 1)
    [left] = here.fake.state()["hooks"]
    assert OTHER in left["url"]


def test_who_disconnects_is_called_no_more_and_again_once_connected_again(here: Workplace) -> None:
    here.connect()
    disconnect(here)
    assert here.fake.state()["hooks"] == []
    assert here.status()["repositories"][0]["has_webhook"] is False
    here.connect()
    here.fake.open_issue(REPOSITORY, "Told by webhook")
    assert ("Told by webhook", "todo", "low") in here.tasks()


def test_who_disconnects_while_github_is_down_is_disconnected(here: Workplace) -> None:
    here.connect()
    [own] = here.ask("anna", "GET", "/api/integrations/connections").json()["connections"]
    here.fake.fail_next("repos/delete-webhook", server_error(), times=9)
    address = f"/api/integrations/connections/{own['id']}/disconnect"
    assert here.ask("anna", "POST", address).status_code == 200
    assert here.status()["state"] == "disabled"


def test_a_connection_that_was_ended_is_not_begun_again_by_saving_something_else(
    here: Workplace,
) -> None:
    here.connect()
    disconnect(here)
    answer = here.saved(label_filter="bug")
    assert answer["is_active"] is False
    assert "webhook_secret" not in answer
    assert here.status()["state"] == "disabled"
    assert here.status()["has_webhook_secret"] is False
    again = here.saved(github_token=here.fake.add_token("anna"))
    assert again["is_active"] is True
    assert again["webhook_secret"]
