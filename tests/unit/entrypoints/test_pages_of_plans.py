"""A plan is looked at on a page, and applied or left; so is taking a run back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from attrs import define
from house import ANNA, VAULT, Front, House
from parlour import ACTIVITY, HOME, Visitor, form_of, furnished, visitor, words_of

from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.rest import BASE_URL, GoogleRest
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import Connection, ConnectionKey, ConnectionState
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.model.runs import RunsWanted
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.entrypoints.outside import Outside

GOOGLE, EMAIL, WEB = "google_calendar_connector", "anna@example.org", 1
SCOPES = "https://www.googleapis.com/auth/calendar.events"
HOSTILE = "<script>alert(1)</script>"


@define
class Study:
    """Anna at her desk, her calendar at a fake Google in process."""

    anna: Visitor
    fake: FakeGoogle
    connection: Connection

    def meeting(self, title: str, hours_ago: float = 3) -> str:
        start = self.fake.clock.now() - timedelta(hours=hours_ago)
        made = self.fake.add_event(title, start, start + timedelta(hours=1))
        return str(made["id"])

    @property
    def preview(self) -> str:
        return f"{HOME}/preview/{self.connection.id}"

    def applies(self, page: str) -> str:
        """What the page says to which Apply leads."""
        form = form_of(page, self.preview)
        return self.anna.presses(form.action, **form.fields)

    def notes(self) -> list[str]:
        with self.anna.house.engine.connect() as connection:
            found = connection.scalars(sa.select(time_entries.c.notes)).all()
        return sorted(note.partition(" [gcal:")[0] for note in found)

    def newest_run(self) -> int:
        runs = self.anna.house.application.list_runs
        with runs.unit_of_work.reading() as tx:
            return int(tx.runs.newest(RunsWanted(connection=self.connection.id))[0].id)


@pytest.fixture
def study(house: House, front: Front) -> Iterator[Study]:
    fake = FakeGoogle(house.clock)
    fake.add_account(EMAIL, "Anna")
    clients = Clients(fake.transport)
    outside = Outside(calendars={GOOGLE: GoogleCalendar(GoogleRest(clients, BASE_URL))})
    front.behind = furnished(house, outside)
    yield Study(visitor(house), fake, connected(house, fake))
    clients.close()


def connected(house: House, fake: FakeGoogle) -> Connection:
    connection = house.application.connect(
        NewProviderConnection(
            owner=ANNA,
            provider=GOOGLE,
            name="Google Calendar",
            key=ConnectionKey("key-of-anna"),
            settings={"email": EMAIL, "default_project_id": WEB},
            secrets={},
        )
    )
    token = fake.grant(EMAIL, SCOPES)["access_token"]
    grant = Grant(token, None, None, frozenset({SCOPES}))
    with SqlUnitOfWork(house.engine)() as tx:
        keep_grant(tx, VAULT, connection.id, grant)
        tx.connections.move(connection.id, ConnectionState.ACTIVE)
        tx.commit()
    return connection


def test_the_card_leads_to_the_plan_and_looking_changes_nothing(study: Study) -> None:
    study.meeting("Planning")
    study.meeting("Later", hours_ago=-2)
    assert f'href="{study.preview}"' in study.anna.sees()
    said = words_of(study.anna.sees(study.preview))
    assert "Nothing was changed yet, here or there. 1 created, 1 skipped." in said
    assert "What would change Item What would be done Why Planning" in said
    assert "The event has not ended yet" in said
    assert study.notes() == []


def test_the_plan_is_applied_and_its_run_shown(study: Study) -> None:
    study.meeting("Planning")
    said = words_of(study.applies(study.anna.sees(study.preview)))
    assert "The plan was carried out." in said
    assert "1 created" in said
    assert study.notes() == ["Planning"]
    assert "The plan was carried out." not in words_of(study.anna.sees())


def test_a_plan_that_moved_is_shown_anew_and_nothing_is_done(study: Study) -> None:
    study.meeting("Planning")
    form = form_of(study.anna.sees(study.preview), study.preview)
    study.meeting("Review", 5)
    got = study.anna.posts(study.preview, **form.fields)
    said = words_of(got.text)
    assert got.status_code == 409
    assert "Something changed meanwhile, so nothing was done." in said
    assert "Review" in said
    assert study.notes() == []
    assert "carried out" in words_of(study.applies(got.text))
    assert study.notes() == ["Planning", "Review"]


def test_so_many_deletions_are_pointed_out(study: Study) -> None:
    meetings = [study.meeting(f"Meeting {number}", number + 2) for number in range(8)]
    study.applies(study.anna.sees(study.preview))
    for meeting in meetings[:7]:
        study.fake.cancel_event(meeting)
    page = study.anna.sees(study.preview)
    assert "7 would be removed. That is so much" in words_of(page)
    study.applies(page)
    assert study.notes() == ["Meeting 7"]


def test_where_nothing_would_change_there_is_nothing_to_apply(study: Study) -> None:
    page = study.anna.sees(study.preview)
    assert "Nothing to do." in words_of(page)
    assert study.preview not in page


def test_titles_are_only_text(study: Study) -> None:
    study.meeting(HOSTILE)
    page = study.anna.sees(study.preview)
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_run_is_taken_back_after_a_look(study: Study) -> None:
    study.meeting("Planning")
    study.applies(study.anna.sees(study.preview))
    run = study.newest_run()
    undo = f"{ACTIVITY}/{run}/undo"
    assert f'href="{undo}"' in study.anna.sees(f"{ACTIVITY}/{run}")
    page = study.anna.sees(undo)
    assert "Nothing was changed yet. 1 removed." in words_of(page)
    assert study.notes() == ["Planning"]
    said = words_of(study.anna.presses(undo, **form_of(page, undo).fields))
    assert f"Run {run} was taken back." in said
    assert study.notes() == []
    assert undo not in study.anna.sees(f"{ACTIVITY}/{run}")
    assert "taken back before" in words_of(study.anna.sees(undo))
    assert study.anna.posts(undo).status_code == 409


def test_a_run_that_changed_nothing_cannot_be_taken_back(study: Study) -> None:
    study.meeting("Planning")
    study.applies(study.anna.sees(study.preview))
    taken_back = study.newest_run()
    study.anna.presses(f"{ACTIVITY}/{taken_back}/undo")
    undone = study.newest_run()
    assert "/undo" not in study.anna.sees(f"{ACTIVITY}/{undone}")
    said = words_of(study.anna.sees(f"{ACTIVITY}/{undone}/undo"))
    assert "Only syncs of calendars can be taken back." in said


@pytest.mark.parametrize("path", ["/integrations/preview/{}", "/integrations/preview/999"])
def test_what_is_somebody_elses_is_not_there(study: Study, path: str) -> None:
    ben = visitor(study.anna.house, "ben")
    address = path.format(study.connection.id)
    assert ben.browser.get(address).status_code == 404
    assert ben.posts(address, hash="x").status_code == 404
    study.meeting("Planning")
    study.applies(study.anna.sees(study.preview))
    undo = f"{ACTIVITY}/{study.newest_run()}/undo"
    assert ben.browser.get(undo).status_code == 404
    assert ben.posts(undo).status_code == 404
    assert study.notes() == ["Planning"]


def test_nothing_is_done_for_another_sites_page(study: Study) -> None:
    study.meeting("Planning")
    form = form_of(study.anna.sees(study.preview), study.preview)
    forged = {**form.fields, "csrf_token": "guess"}
    assert study.anna.browser.ask("POST", study.preview, data=forged).status_code == 403
    assert study.notes() == []


def test_a_connection_that_rests_says_so(study: Study) -> None:
    study.anna.house.put(study.connection, ConnectionState.PAUSED)
    got = study.anna.browser.get(study.preview)
    assert (got.status_code, got.headers["location"]) == (303, HOME)
    assert "The connection is paused" in words_of(study.anna.sees())


def test_a_calendar_that_cannot_be_asked_is_a_page_that_says_so(study: Study) -> None:
    down = study.fake.fault_kinds["backend_error"](503)
    study.fake.fail_next("calendar.events.list", down, times=None)
    got = study.anna.browser.get(study.preview)
    assert got.status_code == 503
    assert "The provider does not answer" in words_of(got.text)
