"""The pages of what was done by itself, over HTTP."""

from __future__ import annotations

import re

import pytest
from house import ANNA, BEN, Front, House
from parlour import ACTIVITY, HOME, Visitor, furnished, visitor, words_of

from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.runs import Action, Decided, RunResult
from tt_integrations.domain.model.work import HandleDelivery, NewJob
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.runs import SOME_RUNS

STANDUP = Decided("ev-1", "Standup <b>10:00</b>", Action.IGNORED, "all day")
DOOR = Decided("1#7", "Mend the door", Action.CREATED)


@pytest.fixture
def anna(house: House, front: Front) -> Visitor:
    front.behind = furnished(house)
    return visitor(house)


@pytest.fixture
def ben(house: House, anna: Visitor) -> Visitor:
    return visitor(house, "ben")


@pytest.fixture
def slack(ben: Visitor) -> Connection:
    return ben.house.connect(BEN, "U2")


def runs_on(page: str) -> list[int]:
    return [
        int(number) for number in re.findall(rf'<th scope="row"><a href="{ACTIVITY}/(\d+)">', page)
    ]


def test_runs_are_listed_newest_first_with_what_came_of_them(
    ben: Visitor, slack: Connection
) -> None:
    done = ben.ran(slack.id, DOOR, STANDUP)
    failed = ben.ran(slack.id, result=RunResult.FAILED)
    page = ben.sees(ACTIVITY)
    assert runs_on(page) == [failed, done]
    assert "2 Mar 2026, 04:00 Slack Done 1 created, 1 skipped" in words_of(page)


def test_runs_are_filtered_by_connection_and_result(ben: Visitor, slack: Connection) -> None:
    other = ben.house.connect(BEN, "U3", team="T2")
    one, two = ben.ran(slack.id), ben.ran(other.id, result=RunResult.FAILED)
    assert runs_on(ben.sees(f"{ACTIVITY}?connection={slack.id}&result=")) == [one]
    page = ben.sees(f"{ACTIVITY}?connection=&result=failed")
    assert runs_on(page) == [two]
    assert '<option value="failed" selected>' in page
    assert f"Slack, no. {other.id}" in page
    assert "No runs yet" in ben.sees(f"{ACTIVITY}?connection={slack.id}&result=failed")


@pytest.mark.parametrize("query", ["connection=x", "result=nothing", "before=-1"])
def test_a_filter_that_is_none_is_refused_on_a_page(ben: Visitor, query: str) -> None:
    got = ben.browser.get(f"{ACTIVITY}?{query}")
    assert (got.status_code, got.headers["content-type"][:9]) == (400, "text/html")


def test_a_long_list_goes_on_with_the_same_filter(ben: Visitor, slack: Connection) -> None:
    made = [ben.ran(slack.id) for _ in range(SOME_RUNS + 1)]
    page = ben.sees(f"{ACTIVITY}?connection={slack.id}")
    [older] = re.findall(r'href="([^"]+)" rel="next"', page)
    assert f"connection={slack.id}" in older
    rest = ben.sees(older.replace("&amp;", "&"))
    assert runs_on(rest) == [made[0]]
    assert 'rel="next"' not in rest
    assert ">Newest</a>" in rest
    assert "<svg viewBox" not in rest


def test_a_run_opens_into_its_decisions_each_with_its_reason(
    ben: Visitor, slack: Connection
) -> None:
    run = ben.ran(slack.id, DOOR, STANDUP)
    page = ben.sees(f"{ACTIVITY}/{run}")
    words = words_of(page)
    assert "Mend the door 1#7 Created It is new." in words
    assert "Skipped The event lasts whole days, and has no times to write down." in words
    assert "Standup &lt;b&gt;10:00&lt;/b&gt;" in page
    found = words_of(ben.sees(f"{ACTIVITY}/{run}?search=standup"))
    assert "Mend the door" not in found
    assert "None is about that." in words_of(ben.sees(f"{ACTIVITY}/{run}?search=lunch"))


def test_a_run_of_many_decisions_goes_on(ben: Visitor, slack: Connection) -> None:
    run = ben.ran(slack.id, *[DOOR] * MANY, STANDUP)
    [more] = re.findall(r'href="([^"]+)" rel="next"', ben.sees(f"{ACTIVITY}/{run}"))
    rest = ben.sees(more.replace("&amp;", "&"))
    assert ("Standup" in rest, "Mend the door" in rest, 'rel="next"' in rest) == (
        True,
        False,
        False,
    )


def test_a_run_of_others_is_as_good_as_none(anna: Visitor, ben: Visitor) -> None:
    run = ben.ran(anna.house.connect(ANNA, "U1").id, DOOR)
    for number in (run, 4711):
        assert ben.browser.get(f"{ACTIVITY}/{number}").status_code == 404
    assert runs_on(ben.sees(f"{ACTIVITY}?connection=1")) == []
    assert "Mend the door" not in ben.sees(f"{ACTIVITY}?search=door")


def test_whoever_sees_all_sees_whose_it_is(anna: Visitor, ben: Visitor, slack: Connection) -> None:
    run = ben.ran(slack.id, DOOR)
    assert runs_on(anna.sees(ACTIVITY)) == [run]
    assert "Slack of ben" in words_of(anna.sees(ACTIVITY))
    assert f"Run {run} of Slack of ben" in words_of(anna.sees(f"{ACTIVITY}/{run}"))
    assert f"Connection no. {slack.id}" in anna.sees(f"{ACTIVITY}?connection={slack.id}")


def test_why_a_meeting_is_not_there_is_found_by_its_title(ben: Visitor, slack: Connection) -> None:
    runs = [ben.ran(slack.id, STANDUP, DOOR) for _ in range(2)]
    page = ben.sees(f"{ACTIVITY}?search=%20sTANDup")
    assert re.findall(rf'href="{ACTIVITY}/(\d+)"', page) == [str(run) for run in runs[::-1]]
    assert "The event lasts whole days" in page
    assert "Mend the door" not in page
    assert "Nothing is known of such an item." in ben.sees(f"{ACTIVITY}?search=lunch")


def test_what_was_searched_for_is_shown_as_it_is_and_runs_nothing(ben: Visitor) -> None:
    page = ben.sees(f'{ACTIVITY}?search="><script>alert(1)</script>')
    assert page.count("<script") == 1
    assert 'value="&#34;&gt;&lt;script&gt;' in page


def test_the_last_days_are_a_picture_with_words_and_a_table(
    ben: Visitor, slack: Connection
) -> None:
    ben.ran(slack.id, DOOR, DOOR, STANDUP)
    page = ben.sees(ACTIVITY)
    assert "Altogether 2 created, 0 updated, 1 skipped, 0 failed." in page
    assert page.count('class="bar-created" x=') == page.count('class="bar-skipped" x=') == 1
    assert "2 Mar 2 0 1 0" in words_of(page)
    assert "style=" not in page


def failed_delivery(who: Visitor, connection: Connection) -> int:
    """One that was kept and given up."""
    now = who.house.clock.now()
    delivery = Delivery(connection.provider, {}, b"secret words")
    with SqlUnitOfWork(who.house.engine)() as tx:
        number = tx.inbox.keep(connection.id, delivery, now)
        tx.jobs.enqueue(NewJob(connection.id, HandleDelivery(number), "delivery", now))
        job = tx.jobs.take(now, now - now)
        assert job
        tx.jobs.give_up(job, now, "the connection does not work")
        tx.commit()
    return number


def test_a_delivery_that_failed_is_replayed(ben: Visitor, slack: Connection) -> None:
    number = failed_delivery(ben, slack)
    page = ben.sees(ACTIVITY)
    assert "Slack, 2 Mar 2026, 04:00 : the connection does not work" in words_of(page)
    assert "secret words" not in page
    replay = f"{HOME}/deliveries/{number}/replay"
    assert f'action="{replay}"' in page
    assert "once more" in words_of(ben.presses(replay))
    assert "under way already" in words_of(ben.presses(replay))
    now = ben.house.clock.now()
    with SqlUnitOfWork(ben.house.engine)() as tx:
        job = tx.jobs.take(now, now - now)
    assert job
    assert job.work == HandleDelivery(number)


def test_nobody_replays_the_deliveries_of_others(anna: Visitor, ben: Visitor) -> None:
    number = failed_delivery(anna, anna.house.connect(ANNA, "U1"))
    assert "Deliveries that failed" not in ben.sees(ACTIVITY)
    for each in (number, 4711):
        assert ben.posts(f"{HOME}/deliveries/{each}/replay").status_code == 404
    got = ben.browser.ask("POST", f"{HOME}/deliveries/{number}/replay")
    assert got.status_code == 403


def test_a_run_can_be_taken_back_only_where_somebody_said_so(
    ben: Visitor, slack: Connection
) -> None:
    assert "/undo" not in ben.sees(f"{ACTIVITY}/{ben.ran(slack.id, DOOR)}")
