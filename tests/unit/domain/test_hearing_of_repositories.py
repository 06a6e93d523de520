"""A repository that is renamed, goes away, or changes otherwise, and what a connection knows of it then."""

from __future__ import annotations

import pytest

from courier import Couriers, of_issue, of_repository
from issue_desk import ELSEWHERE, WEB
from pigeon import KEY
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import Delivery, DeliveryId, RepositoryNews
from tt_integrations.domain.model.issues import Repository
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.hear_repository import RepositoryHeard
from tt_integrations.domain.usecases.spoken import Heard

RENAMED = Repository(WEB.id, "acme/site")
KNOWN = {"id": WEB.id, "called": "Acme/Web"}


@pytest.fixture
def couriers() -> Couriers:
    """A repository of which the id is known, and one of which it is not."""
    couriers = Couriers()
    couriers.watch({"Acme/Web": KNOWN, "acme/Mobile": {}})
    return couriers


def decided(couriers: Couriers, delivery: Delivery) -> Decided:
    """What is decided, which is what the run says."""
    heard = couriers.receive(delivery)
    assert isinstance(heard, Heard)
    [decided] = heard.decisions
    assert couriers.sentences(couriers.runs()[0]) == [decided.sentence]
    return decided


def is_found(couriers: Couriers, repository: int) -> bool:
    """Whether arrivals from the repository find the connection."""
    with couriers.store.reading() as tx:
        routes = tx.addresses.routes(KEY, Address(f"repo:{repository}"))
    return [route.connection.id for route in routes] == [couriers.connection.id]


@pytest.mark.parametrize("action", ["renamed", "transferred"])
def test_one_that_gets_another_name_goes_on_by_its_id(couriers: Couriers, action: str) -> None:
    learnt = decided(couriers, of_repository(action, RENAMED))
    assert (learnt.action, learnt.item, learnt.fields) == (Action.UPDATED, "acme/site", ("name",))
    assert learnt.sentence == f"updated: {action}"
    assert couriers.entries() == {
        "Acme/Web": {"id": WEB.id, "called": "acme/site"},
        "acme/Mobile": {},
    }
    heard = couriers.receive(of_issue("opened", name="2", repository=RENAMED))
    assert isinstance(heard, Heard)
    assert heard.decisions[0].action is Action.CREATED


def test_one_whose_id_is_not_known_is_known_by_its_name_and_found_by_its_id_since(
    couriers: Couriers,
) -> None:
    moved = Repository(2, "Acme/MOBILE")
    assert not is_found(couriers, 2)
    assert decided(couriers, of_repository("transferred", moved)).action is Action.UPDATED
    assert couriers.entries()["acme/Mobile"] == {"id": 2, "called": "Acme/MOBILE"}
    assert is_found(couriers, 2)


def test_another_one_that_takes_a_name_which_became_free_is_not_meant(couriers: Couriers) -> None:
    newcomer = Repository(9, "Acme/Web")
    for action in ("deleted", "renamed"):
        got = decided(couriers, of_repository(action, newcomer, name=action))
        assert got.sentence == "ignored: unknown repository"
    assert couriers.entries()["Acme/Web"] == KNOWN


def test_of_one_that_is_deleted_all_that_was_learnt_is_forgotten(couriers: Couriers) -> None:
    couriers.receive(of_issue("opened", name="2"))
    before = couriers.tasks()
    assert is_found(couriers, WEB.id)
    removed = decided(couriers, of_repository("deleted"))
    assert (removed.action, removed.sentence) == (Action.REMOVED, "removed: repository deleted")
    assert couriers.entries() == {"Acme/Web": {}, "acme/Mobile": {}}
    assert not is_found(couriers, WEB.id)
    assert couriers.tasks() == before


def test_one_that_the_owner_names_twice_is_learnt_of_twice(couriers: Couriers) -> None:
    couriers.watch({"Acme/Web": KNOWN, "acme/old": KNOWN})
    decided(couriers, of_repository("renamed", RENAMED))
    now = {"id": WEB.id, "called": "acme/site"}
    assert couriers.entries() == {"Acme/Web": now, "acme/old": now}


@pytest.mark.parametrize("action", ["archived", "unarchived", "privatized", "publicized"])
def test_all_else_that_happens_to_one_is_noted_and_changes_nothing(
    couriers: Couriers, action: str
) -> None:
    before = couriers.again()
    assert decided(couriers, of_repository(action)).sentence == f"ignored: {action}"
    assert couriers.again() == before


@pytest.mark.parametrize("action", ["renamed", "deleted", "archived"])
def test_one_that_is_not_watched_is_unknown(couriers: Couriers, action: str) -> None:
    before = couriers.again()
    got = decided(couriers, of_repository(action, ELSEWHERE))
    assert (got.item, got.sentence) == ("acme/elsewhere", "ignored: unknown repository")
    assert couriers.again() == before


def test_a_delivery_is_handled_once(couriers: Couriers) -> None:
    decided(couriers, of_repository("renamed", RENAMED))
    couriers.watch({"Acme/Web": KNOWN})
    assert couriers.receive(of_repository("renamed", RENAMED)) == HandledBefore()
    assert couriers.entries() == {"Acme/Web": KNOWN}
    assert len(couriers.runs()) == 1


def test_what_the_owner_saved_since_the_delivery_came_stays(couriers: Couriers) -> None:
    before = couriers.connection
    couriers.watch({"Acme/Web": KNOWN, "acme/added": {}})
    news = RepositoryNews(DeliveryId("1"), "renamed", RENAMED)
    couriers.hear.repository(RepositoryHeard(before, news, couriers.loft.clock.now()))
    assert couriers.entries() == {
        "Acme/Web": {"id": WEB.id, "called": "acme/site"},
        "acme/added": {},
    }
