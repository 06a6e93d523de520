"""The database is busy for longer than a provider waits: the sender is told to wait, and told the result once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import sqlalchemy as sa
from attrs import evolve
from house import ANNA, VAULT, Front, House
from letter_box import Mailbox, Receiving
from write_lock import locked

from patience import LONG
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.spoken import Reply, Spoken
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import web_app
from tt_integrations.entrypoints.http.patience import Patience
from tt_integrations.entrypoints.http.webhooks import Webhook

REPLY_TO = "https://hooks.slack.com/commands/T1/2/abc"
WORKING = {"response_type": "ephemeral", "text": ":hourglass: Still working on it…"}
STARTED = ":stopwatch: Timer started for *Web*."


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def connected(house: House) -> House:
    house.connect(ANNA, "U1")
    return house


@pytest.fixture
def application(connected: House, mailbox: Mailbox) -> Application:
    built = build(Parts(SqlUnitOfWork(connected.engine), VAULT, connected.clock))
    return evolve(built, replies=mailbox)


Serve = Callable[..., Patience]


@pytest.fixture
def serve(front: Front, application: Application) -> Iterator[Serve]:
    """Put the application behind the server, as impatient as the test says."""
    made: list[Patience] = []

    def behind(
        act: Callable[[ReceiveDelivery, Delivery], Reply] | None = None,
        answer_within: float = 0.1,
        give_up_after: float = 10.0,
    ) -> Patience:
        receive = Receiving(application.receive, act) if act else application.receive
        patience = Patience(evolve(application, receive=receive), answer_within, give_up_after)  # type: ignore[arg-type]
        made.append(patience)
        door = Webhook(application.provider("slack"), patience)
        front.behind = evolve(web_app(application), doors={"/api/integrations/slack/events": door})
        return patience

    yield behind
    for patience in made:
        patience.close()


def typed(house: House, text: str, reply_to: str = REPLY_TO) -> httpx.Response:
    return house.send(house.command(text, response_url=reply_to))


def test_with_the_lock_held_for_three_seconds_the_person_hears_in_time_and_then_the_result_once(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    serve(answer_within=2.0)
    began = time.monotonic()
    with locked(connected.engine) as lock, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(typed, connected, "start web").result(LONG)
        assert time.monotonic() - began < 2.5
        assert (answer.status_code, answer.json()) == (200, WORKING)
        time.sleep(max(0.0, 3 - (time.monotonic() - began)))
        assert mailbox.letters == []
        lock.release()
        assert mailbox.came.wait(LONG)
    assert mailbox.letters == [(REPLY_TO, STARTED)]
    assert connected.timers() == [(ANNA, 1)]


def test_an_answer_that_is_in_time_is_the_answer_and_nothing_follows(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    serve(answer_within=10)
    assert typed(connected, "start web").json()["text"] == STARTED
    assert mailbox.letters == []


def test_a_database_that_comes_back_in_time_is_not_noticed(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    failures = iter([StoreUnavailable("locked"), StoreUnavailable("locked")])

    def act(receive: ReceiveDelivery, delivery: Delivery) -> Reply:
        for failure in failures:
            raise failure
        return receive(delivery)

    serve(act, answer_within=10)
    assert typed(connected, "start web").json()["text"] == STARTED
    assert mailbox.letters == []


def test_a_database_that_stays_busy_is_given_up_and_the_person_told(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    def act(_receive: ReceiveDelivery, _delivery: Delivery) -> Reply:
        raise StoreUnavailable("locked")

    serve(act, give_up_after=0.5)
    assert typed(connected, "start web").json() == WORKING
    assert mailbox.came.wait(LONG)
    [(address, text)] = mailbox.letters
    assert address == REPLY_TO
    assert text.startswith(":warning: Sorry, TimeTracker is too busy right now")
    assert connected.timers() == []


def test_something_unforeseen_is_logged_and_the_person_told(
    connected: House, serve: Serve, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    def act(_receive: ReceiveDelivery, _delivery: Delivery) -> Reply:
        time.sleep(0.3)
        raise ZeroDivisionError("unforeseen")

    serve(act)
    assert typed(connected, "start web").json() == WORKING
    assert mailbox.came.wait(LONG)
    assert [text for _, text in mailbox.letters] == [
        ":warning: Sorry, something went wrong. `/tt status` shows where you stand."
    ]
    assert "unforeseen" in caplog.text
    assert REPLY_TO not in caplog.text


def slowly(receive: ReceiveDelivery, delivery: Delivery) -> Reply:
    time.sleep(0.4)
    return receive(delivery)


def test_who_signed_nothing_is_told_nothing_afterwards(
    connected: House, serve: Serve, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    patience = serve(slowly)
    body = connected.command("start web", response_url=REPLY_TO)
    assert connected.send(body, secret="another").json() == WORKING
    patience.close()
    assert mailbox.letters == []
    assert "a late delivery from slack was refused: untrusted" in caplog.text


def test_where_no_reply_could_follow_the_answer_is_waited_for(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    serve(slowly)
    assert typed(connected, "start web", reply_to="").json()["text"] == STARTED
    assert mailbox.letters == []


def test_a_late_click_is_acknowledged_and_replied_to_once(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    patience = serve(slowly)
    got = connected.send(connected.click(f"{ANNA}:start web", REPLY_TO))
    assert (got.status_code, got.content) == (200, b"")
    patience.close()
    assert mailbox.letters == [(REPLY_TO, STARTED)]
    assert connected.timers() == [(ANNA, 1)]


def test_a_click_in_time_is_replied_to_once_as_well(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    serve(answer_within=10)
    got = connected.send(connected.click(f"{ANNA}:start web", REPLY_TO))
    assert (got.status_code, got.content) == (200, b"")
    assert mailbox.letters == [(REPLY_TO, STARTED)]


def test_what_nobody_waits_to_hear_of_is_followed_by_nothing(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    patience = serve(slowly)
    got = connected.send(connected.click("a button of another app", REPLY_TO))
    assert (got.status_code, got.content) == (200, b"")
    patience.close()
    assert mailbox.letters == []


def test_when_not_even_the_sender_can_be_believed_it_is_only_logged(
    connected: House, serve: Serve, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    def act(receive: ReceiveDelivery, delivery: Delivery) -> Reply:
        reply = slowly(receive, delivery)
        assert isinstance(reply, Spoken)
        with connected.engine.begin() as database:
            database.execute(sa.text("delete from integration_addresses"))
        raise StoreUnavailable("gone")

    patience = serve(act, give_up_after=0)
    assert typed(connected, "start web").json() == WORKING
    patience.close()
    assert mailbox.letters == []
    assert "nobody at slack could be told: untrusted" in caplog.text


def test_closing_tries_nothing_again_and_tells_who_waits(
    connected: House, serve: Serve, mailbox: Mailbox
) -> None:
    def act(_receive: ReceiveDelivery, _delivery: Delivery) -> Reply:
        raise StoreUnavailable("locked")

    patience = serve(act, give_up_after=600)
    assert typed(connected, "start web").json() == WORKING
    patience.close()
    assert [text.split(",")[0] for _, text in mailbox.letters] == [":warning: Sorry"]
