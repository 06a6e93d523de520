"""What a saved card leaves alone: secrets that were not entered again, other fields, other people."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from stand import ANNA, BEN, CONFIG, STATUS, TEST, Stand, stand

from tt_integrations.adapters.sql.host_tables import integrations, time_entries


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def stored(here: Stand) -> str:
    """Everything that the host's table of connections holds."""
    with here.sandbox.engine.connect() as connection:
        return str(list(connection.execute(sa.select(integrations))))


@pytest.mark.parametrize("blank", ["", "   ", None])
def test_a_blank_secret_keeps_the_one_there_is(here: Stand, blank: str | None) -> None:
    answer = here.config("anna", bot_token=blank, signing_secret=blank, live_message=True)
    assert answer == {"ok": True, "is_active": True, "checked": True}
    shown = here.status("anna")
    assert (shown["has_bot_token"], shown["has_signing_secret"]) == (True, True)
    assert here.ask("anna", "POST", TEST).json()["ok"] is True
    assert here.types("status") == "No active timer."


def test_a_secret_is_never_given_back_stored_plain_or_logged(
    here: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    token, secret = here.slack("issue_bot_token"), "0123456789abcdef-of-ben"
    with caplog.at_level(logging.INFO):
        saved = here.ask("ben", "POST", CONFIG, json={"bot_token": token, "signing_secret": secret})
        shown = here.ask("ben", "GET", STATUS)
        tried = here.ask("ben", "POST", TEST)
    assert saved.json() == {"ok": True, "is_active": True, "checked": True}
    for place in (saved.text, shown.text, tried.text, stored(here), caplog.text):
        assert token not in place
        assert secret not in place


def test_of_a_token_the_team_and_the_bot_are_learnt(here: Stand) -> None:
    here.config("ben", bot_token=here.slack("issue_bot_token"))
    with here.sandbox.engine.connect() as connection:
        configs = connection.scalars(sa.select(integrations.c.config)).all()
    slack = here.http.get(f"{here.sandbox.slack_url}/_fake/state").json()
    bot_user = slack["teams"]["T0SANDBOX"]["bot_user_id"]
    assert ("T0SANDBOX", "Sandbox", bot_user) in [
        tuple(config.get(name) for name in ("team_id", "team_name", "bot_user_id"))
        for config in configs
    ]


def test_a_name_of_a_channel_is_left_to_slack(here: Stand) -> None:
    assert here.config("anna", channel_id="#general")["ok"] is True
    assert here.ask("anna", "POST", TEST).json()["ok"] is True
    assert len(here.heard()) == 1


def test_an_archived_channel_is_refused_in_words(here: Stand) -> None:
    old = here.slack("add_channel", name="old")["id"]
    here.slack("archive", channel="old")
    got = here.ask("anna", "POST", CONFIG, json={"channel_id": old})
    assert (got.status_code, got.json()["field"]) == (422, "channel_id")
    assert "archived" in got.json()["error"]
    assert here.status("anna")["channel_id"] == "C0GENERAL"


def test_two_saves_of_different_fields_both_stay(here: Stand) -> None:
    fields: list[dict[str, object]] = [
        {"live_message": True},
        {"daily_summary_time": "07:15"},
        {"weekly_summary_day": 2},
        {"skip_empty_days": True},
    ]
    with ThreadPoolExecutor(len(fields)) as browsers:
        answers = list(browsers.map(lambda entered: here.config("anna", **entered), fields))
    assert [answer["ok"] for answer in answers] == [True] * len(fields)
    shown = here.status("anna")
    for entered in fields:
        assert shown.items() >= entered.items()
    assert shown["linked_slack_user_id"] == ANNA


def test_two_first_saves_make_one_connection(here: Stand) -> None:
    with ThreadPoolExecutor(2) as browsers:
        list(browsers.map(lambda _: here.config("ben", channel_id="#general"), range(2)))
    with here.sandbox.engine.connect() as connection:
        owners = connection.scalars(sa.select(integrations.c.user_id)).all()
    assert sorted(owners) == [1, 2]


def test_nobody_acts_as_somebody_else_by_saving_their_slack_user(here: Stand) -> None:
    secret = here.sandbox.description["slack"]["signing_secret"]
    before = here.status("anna")
    here.config("ben", linked_slack_user_id=ANNA, signing_secret=secret)
    assert here.status("anna") == before
    assert "*Web*" in here.types("start web", ANNA)
    with here.sandbox.engine.connect() as connection:
        running = connection.scalars(
            sa.select(time_entries.c.user_id).where(time_entries.c.end_time.is_(None))
        )
        assert list(running) == [1]


def test_who_somebody_is_in_a_shared_app_is_shown_by_a_link(here: Stand) -> None:
    here.link("ben", BEN)
    got = here.ask("ben", "POST", CONFIG, json={"linked_slack_user_id": ANNA})
    assert (got.status_code, got.json()["field"]) == (422, "linked_slack_user_id")
    assert here.status("ben")["linked_slack_user_id"] == BEN


def test_nobody_takes_the_token_of_somebody_else_by_saving_one(here: Stand) -> None:
    here.config("ben", bot_token=here.slack("issue_bot_token"), channel_id="C0GENERAL")
    here.config("ben", channel_id=None)
    assert here.status("anna")["channel_id"] == "C0GENERAL"
    assert here.ask("anna", "POST", TEST).json()["message"] == "The connection works."


def test_a_form_brings_every_field_and_changes_only_what_is_new(here: Stand) -> None:
    here.slack("kick", channel="general")  # the channel was checked when it was new
    whole = {name: str(value) for name, value in here.status("anna").items() if value is not None}
    got = here.ask("anna", "POST", CONFIG, data={**whole, "notify_on_stop": "off", "bot_token": ""})
    assert got.json() == {"ok": True, "is_active": True, "checked": True}
    assert here.status("anna")["notify_on_stop"] is False
