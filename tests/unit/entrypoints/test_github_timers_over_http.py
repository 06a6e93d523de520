"""Being assigned may start the clock, on the issue's own task, for whoever showed that the login is theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from github_house import event, issue
from house import ANNA, BEN
from workplace import MOBILE, REPOSITORY, SUPPORT, WEB, Workplace, workplace

from tt_integrations.adapters.sql.host_tables import time_entries, users

TAKEN = ["unchanged", "created: timer started"]
NOBODY = "ignored: no timer: nobody showed that the login is theirs"
STRANGE = [{"name": REPOSITORY, "project": SUPPORT}]


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def assign(here: Workplace, login: str, title: str = "The door squeaks") -> None:
    issue = here.fake.open_issue(REPOSITORY, title)
    here.fake.assign(REPOSITORY, issue.number, login)


def notes(here: Workplace) -> list[str]:
    with here.engine.connect() as connection:
        return list(connection.scalars(sa.select(time_entries.c.notes)))


def test_the_owner_who_is_assigned_starts_on_the_issues_task(here: Workplace) -> None:
    here.connect(auto_start_timer=True)
    assign(here, "anna")
    assert here.timers() == [(ANNA, WEB, 1)]
    assert here.said()[1:] == ["created: timer started"]
    assert notes(here) == [f"{REPOSITORY}#1: The door squeaks"]


def test_no_timer_starts_unless_that_is_switched_on(here: Workplace) -> None:
    here.connect()
    assign(here, "anna")
    assert here.timers() == []
    assert not any("timer" in sentence for sentence in here.said())


def test_an_issue_opened_with_its_assignee_starts_the_clock_too(here: Workplace) -> None:
    here.connect(auto_start_timer=True)
    here.fake.open_issue(REPOSITORY, "Mine at once", assignees=["anna"])
    assert here.timers() == [(ANNA, WEB, 1)]


def test_a_colleague_is_served_once_they_showed_that_the_login_is_theirs(here: Workplace) -> None:
    here.connect("ben", repositories=STRANGE)
    here.connect("anna", auto_start_timer=True, repositories=STRANGE)
    assign(here, "ben")
    assert here.timers() == [(BEN, SUPPORT, 1)]


def test_a_colleague_who_showed_nothing_is_nobody_here_whatever_their_profile_says(
    here: Workplace,
) -> None:
    with here.engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.id == BEN).values(github_username="ben"))
    here.connect(auto_start_timer=True, repositories=STRANGE)
    assign(here, "ben")
    assert here.timers() == []
    assert here.said()[-1] == NOBODY


def test_a_colleague_who_only_says_that_the_login_is_theirs_is_nobody_to_others(
    here: Workplace,
) -> None:
    here.connect("ben", repositories=STRANGE, github_username="carl")
    here.connect("anna", auto_start_timer=True, repositories=STRANGE)
    assign(here, "carl")
    assert here.timers() == []
    assert here.said("anna")[-1] == NOBODY


def test_a_login_counts_no_longer_once_another_token_took_its_place(here: Workplace) -> None:
    here.connect("ben", repositories=STRANGE)
    here.connect("anna", auto_start_timer=True, repositories=STRANGE)
    here.saved("ben", github_token=here.fake.add_token("carl"))
    assign(here, "ben", "To whom it was")
    assert here.timers() == []
    assign(here, "carl", "To whom it is")
    assert [person for person, *_ in here.timers()] == [BEN]


def test_the_owner_is_to_their_own_connection_whoever_they_say(here: Workplace) -> None:
    here.connect(auto_start_timer=True, github_username="CARL")
    assign(here, "carl")
    assert here.timers() == [(ANNA, WEB, 1)]


@pytest.mark.parametrize("login", ["an%", "a_na", "ann", "annabel"])
def test_a_login_that_is_only_like_anothers_is_nobody(here: Workplace, login: str) -> None:
    secret = here.connect(auto_start_timer=True)
    repository = here.status()["repositories"][0]["id"]
    person = {"login": login, "id": 9}
    now = here.fake.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    about = issue(at=now, assignees=[person])
    place = {"id": repository, "full_name": REPOSITORY}
    body = event("assigned", about, repository=place, assignee=person)
    assert here.deliver(body, secret).json()["timer"].endswith("that the login is theirs")
    assert here.timers() == []


def test_a_colleague_without_the_project_gets_no_timer(here: Workplace) -> None:
    here.connect("ben", repositories=STRANGE)
    here.connect("anna", auto_start_timer=True)
    assign(here, "ben")
    assert here.timers() == []
    assert here.said()[-1] == "ignored: no timer: the person may not use the project"


def test_a_running_timer_is_left_alone(here: Workplace) -> None:
    here.connect(auto_start_timer=True)
    assign(here, "anna", "First")
    assign(here, "anna", "Second")
    assert here.timers() == [(ANNA, WEB, 1)]
    assert here.said()[-1] == "ignored: no timer: another one is running"


def test_being_unassigned_stops_the_clock_where_that_is_wanted(here: Workplace) -> None:
    here.connect(auto_start_timer=True)
    assign(here, "anna")
    here.fake.unassign(REPOSITORY, 1, "anna")
    assert here.timers() == [(ANNA, WEB, 1)]
    here.saved(stop_timer_on_unassign=True)
    here.fake.assign(REPOSITORY, 1, "anna")
    here.fake.unassign(REPOSITORY, 1, "anna")
    assert here.timers() == []
    assert here.said()[-1] == "updated: timer stopped"


def test_being_unassigned_from_another_issue_stops_nothing(here: Workplace) -> None:
    here.connect(auto_start_timer=True, stop_timer_on_unassign=True)
    assign(here, "anna", "At work on this")
    assign(here, "anna", "Not on that")
    here.fake.unassign(REPOSITORY, 2, "anna")
    assert here.timers() == [(ANNA, WEB, 1)]


def test_an_assignment_that_is_told_too_late_starts_nothing(here: Workplace) -> None:
    here.connect(auto_start_timer=True)
    here.fake.open_issue(REPOSITORY, "Long ago")
    here.fake.hold_deliveries()
    here.fake.assign(REPOSITORY, 1, "anna")
    here.turn(minutes=16)
    here.fake.release_deliveries()
    assert here.timers() == []
    assert here.said()[-1] == "ignored: no timer: told too late"


def test_a_person_who_was_deactivated_gets_no_timer(here: Workplace) -> None:
    here.connect("ben", repositories=STRANGE)
    here.connect("anna", auto_start_timer=True, repositories=STRANGE)
    with here.engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.id == BEN).values(is_active=False))
    assign(here, "ben")
    assert here.timers() == []


def test_the_second_project_of_a_connection_gets_its_own_timers(here: Workplace) -> None:
    here.connect(auto_start_timer=True, repositories=[{"name": REPOSITORY, "project": MOBILE}])
    assign(here, "anna")
    assert here.timers() == [(ANNA, MOBILE, 1)]
