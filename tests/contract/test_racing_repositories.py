"""What a connection learns of several repositories at once is all learnt, on every store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from courier import DIALECT, SETTINGS
from issue_desk import PROVIDER, IssueDesk, issue
from loft import VAULT
from tt_integrations.domain.model.delivery import DeliveryId, RepositoryNews
from tt_integrations.domain.model.issues import Repository
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.hear_repository import HearRepository, RepositoryHeard
from tt_integrations.domain.usecases.spoken import Heard
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.testing.contracts import Ground

MANY = 12
LONG = 30.0


@pytest.fixture
def desk(own_ground: Ground) -> IssueDesk:
    desk = IssueDesk(own_ground)
    entries = {f"acme/{n}": {"project": desk.web.id, "id": n} for n in range(1, MANY + 1)}
    with desk.work() as tx:
        tx.connections.save(desk.connection.id, {"repositories": entries})
        tx.commit()
    return desk


def rename(desk: IssueDesk, number: int, delivery: str) -> object:
    repository = Repository(number, f"acme/new {number}")
    hear = HearRepository(
        desk.work, StoreSettings(VAULT), {PROVIDER: DIALECT}, {PROVIDER: SETTINGS}
    )
    news = RepositoryNews(DeliveryId(delivery), "renamed", repository)
    return hear(RepositoryHeard(desk.connection, news, desk.clock.now()))


def names(desk: IssueDesk) -> list[str]:
    with desk.work.reading() as tx:
        stored = tx.connections.find(desk.connection.id)
    assert stored
    entries: Any = stored.settings["repositories"]
    return [str(entry.get("called")) for entry in entries.values()]


@pytest.mark.parametrize("number", range(3))
def test_all_that_are_renamed_at_once_are_known_by_their_new_names(
    desk: IssueDesk, number: int
) -> None:
    start = Barrier(2 * MANY)

    def hear(each: int) -> object:
        start.wait(LONG)
        if each > MANY:  # news of issues meanwhile
            return desk.hear("opened", issue(each))
        return rename(desk, each, f"{number}: {each}")

    with ThreadPoolExecutor(2 * MANY) as racers:
        outcomes = list(racers.map(hear, range(1, 2 * MANY + 1)))
    assert [type(each) for each in outcomes[:MANY]] == [Heard] * MANY
    assert names(desk) == [f"acme/new {n}" for n in range(1, MANY + 1)]
    assert len(desk.runs()) == 2 * MANY


def test_of_many_copies_of_one_delivery_one_is_heard(desk: IssueDesk) -> None:
    start = Barrier(MANY)

    def hear(_: int) -> object:
        start.wait(LONG)
        return rename(desk, 1, "the same")

    with ThreadPoolExecutor(MANY) as racers:
        kinds = [type(each) for each in racers.map(hear, range(MANY))]
    assert (kinds.count(Heard), kinds.count(HandledBefore)) == (1, MANY - 1)
    assert len(desk.runs()) == 1
