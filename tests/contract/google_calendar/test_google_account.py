"""Calendars that an owner names are looked for before they are saved, and tried out when asked."""

from __future__ import annotations

from typing import Any

import pytest
from google_ground import ME, Ground, ground, meeting

from tt_integrations.adapters.providers.google_calendar.account import GoogleAccount
from tt_integrations.adapters.providers.google_calendar.fake import rate_limited
from tt_integrations.adapters.providers.google_calendar.scopes import READ, WRITE
from tt_integrations.domain.errors import (
    InvalidSettings,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt

BEN = "ben@example.org"
WRITABLE = "The calendar primary can be written to."
BOTH = {"sync_direction": "both"}


@pytest.fixture
def it() -> Ground:
    made = ground()
    made.fake.add_account(BEN)
    made.fake.share(BEN, ME, "reader")
    return made


@pytest.fixture
def account(it: Ground) -> GoogleAccount:
    return GoogleAccount(it.calendar)


def invalid(it: Ground, account: GoogleAccount, stored: object = None, **settings: Any) -> str:
    """The field that is wrong."""
    changes = Changes(settings)
    before: dict[str, object] = dict(stored) if isinstance(stored, dict) else {}
    assert account.asks(changes, before)
    with pytest.raises(InvalidSettings) as error:
        account.learn(it.access, changes, before)
    return error.value.field


@pytest.mark.parametrize(
    ("changes", "stored", "asks"),
    [
        ({}, {}, False),
        ({"calendar_id": "x"}, {}, True),
        ({"calendar_id": "x"}, {"calendar_id": "x"}, False),
        ({"calendar_id": "x"}, {"calendars": [{"id": "x"}]}, False),
        ({"calendars": [{"id": "x"}, {"id": "y"}]}, {"calendar_id": "x"}, True),
        ({"calendars": []}, {"calendar_id": "x"}, False),
        ({"export_calendar_id": "x"}, {"calendar_id": "x"}, False),
        ({"export_calendar_id": "x"}, {**BOTH, "calendar_id": "x"}, False),
        ({"export_calendar_id": "x"}, {**BOTH, "calendars": [{"id": "x"}]}, True),
        ({"calendar_id": "x"}, {"calendars": [5, {}, {"id": "x"}]}, False),
        (BOTH, {}, True),
        (BOTH, BOTH, False),
        ({"sync_direction": "import"}, BOTH, False),
        ({"sync_days_back": 3}, {}, False),
    ],
)
def test_google_is_asked_about_what_is_new(
    account: GoogleAccount, changes: Any, stored: Any, asks: object
) -> None:
    assert account.asks(Changes(changes), stored) is asks


def test_calendars_in_sight_are_taken_and_nothing_is_learnt(
    it: Ground, account: GoogleAccount
) -> None:
    changes = Changes({"calendars": [{"id": BEN}, {"id": "primary"}], **BOTH})
    assert account.learn(it.access, changes, {}) == Learnt()
    assert len(it.fake.requests) == 3
    assert account.learn(it.with_scopes(READ), changes, {}) == Learnt()


def test_calendars_may_be_chosen_before_there_is_a_consent(
    it: Ground, account: GoogleAccount
) -> None:
    assert account.learn(None, Changes({"calendar_id": "nobody@example.org"}), {}) == Learnt()
    assert it.fake.requests == []


def test_a_calendar_out_of_sight_is_refused_by_the_field_that_names_it(
    it: Ground, account: GoogleAccount
) -> None:
    nobody = "nobody@example.org"
    assert invalid(it, account, calendar_id=nobody) == "calendar_id"
    assert invalid(it, account, calendars=[{"id": BEN}, {"id": nobody}]) == "calendars"
    assert invalid(it, account, export_calendar_id=nobody) == "export_calendar_id"


def test_entries_can_only_go_where_the_account_may_write(
    it: Ground, account: GoogleAccount
) -> None:
    assert invalid(it, account, export_calendar_id=BEN, **BOTH) == "export_calendar_id"
    assert invalid(it, account, {"calendar_id": BEN}, **BOTH) == "calendar_id"
    it.fake.share(BEN, ME, "writer")
    changes = Changes({"export_calendar_id": BEN, **BOTH})
    assert account.learn(it.access, changes, {}) == Learnt()


def test_what_keeps_google_from_answering_is_passed_on(it: Ground, account: GoogleAccount) -> None:
    changes = Changes({"calendar_id": BEN})
    it.fake.fail_next("*", rate_limited())
    with pytest.raises(ProviderUnavailable):
        account.learn(it.access, changes, {})
    it.fake.revoke_grant(ME)
    with pytest.raises(ProviderRefused):
        account.learn(it.access, changes, {})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"email": ME}, f"Connected as {ME}. The calendar primary can be read."),
        ({}, "Connected. The calendar primary can be read."),
        (
            {"calendars": [{"id": "primary"}, {"id": BEN}]},
            f"Connected. The calendars primary and {BEN} can be read.",
        ),
        (
            {"email": ME, **BOTH},
            f"Connected as {ME}. The calendar primary can be read. {WRITABLE}",
        ),
        (
            {"sync_direction": "export", "export_calendar_id": ME},
            f"Connected. The calendar {ME} can be written to.",
        ),
    ],
)
def test_a_connection_that_works_says_what_was_tried(
    it: Ground, account: GoogleAccount, settings: Any, sentence: str
) -> None:
    event = meeting(it)
    before = it.fake.events()
    assert account.try_out(it.access, settings) == sentence
    assert it.fake.events() == before
    assert event


def test_of_many_calendars_the_first_are_tried(it: Ground, account: GoogleAccount) -> None:
    ids = [it.fake.add_calendar(ME, f"c{n}", calendar_id=f"c{n}") for n in range(12)]
    sentence = account.try_out(it.access, {"calendars": [{"id": id_} for id_ in ids]})
    assert "c0, c1, c2, c3, c4, c5, c6, c7, c8 and c9 can be read" in sentence
    assert len(it.fake.requests) == 10


def test_a_connection_that_does_not_work_says_why(it: Ground, account: GoogleAccount) -> None:
    with pytest.raises(InvalidSettings, match="sees no calendar"):
        account.try_out(it.access, {"calendar_id": "nobody@example.org"})
    with pytest.raises(InvalidSettings, match="calendars"):
        account.try_out(it.access, {"calendars": [{"id": "nobody@example.org"}]})
    with pytest.raises(InvalidSettings, match="may only read"):
        account.try_out(it.access, {**BOTH, "export_calendar_id": BEN})
    with pytest.raises(PermissionMissing) as error:
        account.try_out(it.with_scopes(READ), BOTH)
    assert error.value.scope == WRITE
    it.fake.revoke_grant(ME)
    with pytest.raises(ProviderRefused):
        account.try_out(it.access, {})
