"""News that a provider tells: carried out, kept for later, or none of our business, but never lost."""

from __future__ import annotations

import pytest
from attrs import evolve

from courier import SECRET_TITLE, Broken, Couriers, of_issue, of_repository
from issue_desk import ELSEWHERE
from tt_integrations.domain.errors import Conflict, MalformedPayload, StoreUnavailable, Untrusted
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.delivery import Ignored
from tt_integrations.domain.model.runs import Action, Trigger
from tt_integrations.domain.model.work import HandleDelivery
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.spoken import Busy, Heard, HeardLater, NotActive

BUG = RuntimeError("a mistake of ours")


@pytest.fixture
def couriers() -> Couriers:
    return Couriers()


def test_news_of_an_issue_are_carried_out_once_and_their_run_says_the_same(
    couriers: Couriers,
) -> None:
    heard = couriers.receive(of_issue("opened"))
    [task], [run] = couriers.tasks(), couriers.runs()
    assert isinstance(heard, Heard)
    [decided] = heard.decisions
    assert (decided.action, decided.ours, task.name) == (Action.CREATED, task.id, SECRET_TITLE)
    assert (run.trigger, run.cause, couriers.sentences(run)) == (
        Trigger.DELIVERY,
        "1",
        ["created"],
    )
    assert couriers.receive(of_issue("opened")) == HandledBefore()
    assert couriers.runs() == [run]
    assert couriers.troubles == []


def test_an_ignored_issue_is_heard_with_the_reason(couriers: Couriers) -> None:
    heard = couriers.receive(of_issue("opened", repository=ELSEWHERE))
    assert isinstance(heard, Heard)
    assert [each.sentence for each in heard.decisions] == ["ignored: unknown repository"]
    assert couriers.receive(of_issue("opened", repository=ELSEWHERE)) == HandledBefore()


@pytest.mark.parametrize("news", [of_issue("opened"), of_repository("deleted")])
@pytest.mark.parametrize("state", [ConnectionState.PAUSED, ConnectionState.NEEDS_RECONNECT])
def test_a_connection_that_does_not_work_hears_nothing_and_nothing_is_stored(
    couriers: Couriers, news: object, state: ConnectionState
) -> None:
    couriers.loft.put(couriers.connection, state)
    assert couriers.receive(news) == NotActive()  # type: ignore[arg-type]
    assert (couriers.tasks(), couriers.runs(), couriers.take(60)) == ([], [], None)
    couriers.loft.put(couriers.connection, ConnectionState.ACTIVE)
    assert isinstance(couriers.receive(news), Heard)  # type: ignore[arg-type]


def test_news_of_a_provider_without_issues_are_ignored(couriers: Couriers) -> None:
    without = evolve(couriers.hear, issue_settings={"owl_connector": object()})  # type: ignore[dict-item]
    receive = evolve(couriers.receive, hear=without)
    assert receive(of_issue("opened")) == Ignored("opened")
    assert (couriers.tasks(), couriers.runs()) == ([], [])


def test_forged_news_are_not_believed_and_nothing_is_kept(couriers: Couriers) -> None:
    with pytest.raises(Untrusted):
        couriers.receive(of_issue("opened", secret="caw"))
    assert (couriers.tasks(), couriers.runs(), couriers.take(60)) == ([], [], None)


def test_news_that_make_no_sense_are_refused_at_once_and_not_kept(couriers: Couriers) -> None:
    with pytest.raises(MalformedPayload):
        couriers.receive(
            evolve(of_issue("opened"), body=b'{"kind":"garbled","team":"T","user":"ann"}')
        )
    assert couriers.take(60) is None


@pytest.mark.parametrize("error", [Conflict("always"), BUG, KeyError(SECRET_TITLE)])
def test_whatever_goes_wrong_the_news_are_kept_to_be_tried_again(
    couriers: Couriers, error: Exception
) -> None:
    couriers.work = Broken(error)
    assert couriers.receive(of_issue("opened")) == HeardLater()
    assert couriers.take() is None
    job = couriers.take(after=5)
    assert job is not None
    assert job.connection == couriers.connection.id
    assert job.key == f"delivery:{couriers.connection.id}"
    assert isinstance(job.work, HandleDelivery)
    with couriers.store() as tx:
        kept = tx.inbox.kept(job.work.kept)
    assert kept is not None
    assert kept.delivery == of_issue("opened")
    assert kept.connection.id == couriers.connection.id


def test_trouble_is_reported_without_a_word_of_what_people_wrote(couriers: Couriers) -> None:
    couriers.work = Broken(BUG)
    couriers.receive(of_issue("opened"))
    assert couriers.troubles == [(f"news for connection {couriers.connection.id}", BUG)]


def test_a_database_that_is_away_is_for_the_provider_to_try_again(couriers: Couriers) -> None:
    couriers.work = Broken(StoreUnavailable("locked"))
    with pytest.raises(StoreUnavailable):
        couriers.receive(of_issue("opened"))
    assert (couriers.take(60), couriers.troubles) == (None, [])


def test_news_that_cannot_even_be_kept_are_for_the_provider_to_try_again(
    couriers: Couriers,
) -> None:
    couriers.work = Broken(BUG)
    hear = evolve(couriers.hear, unit_of_work=Broken(StoreUnavailable("locked")))
    receive = evolve(couriers.receive, hear=hear)
    with pytest.raises(StoreUnavailable):
        receive(of_issue("opened"))
    assert [error for _, error in couriers.troubles] == [BUG]


def test_nobody_waits_for_words_about_news(couriers: Couriers) -> None:
    for news in (of_issue("opened"), of_repository("renamed")):
        assert couriers.receive.excuse(news, Busy()) is None


def test_news_are_for_the_connection_that_believed_them(couriers: Couriers) -> None:
    couriers.loft.connect(couriers.loft.person("Ben"), "ben", secret="caw")
    heard = couriers.receive(of_issue("opened", user="ben", secret="caw"))
    assert isinstance(heard, Heard)
    assert [each.sentence for each in heard.decisions] == ["ignored: unknown repository"]
    assert couriers.runs() == []
