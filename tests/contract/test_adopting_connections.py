"""Connections that a host stored before it had this library are taken over as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

from attrs import frozen

from tt_integrations.domain.model.connection import (
    Address,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.delivery import AddressCheck, Arrival, Delivery, Ignored
from tt_integrations.domain.usecases.adopt_connections import AdoptConnections
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import ACME, OTHER, connected


@frozen
class DoorsAndRooms:
    """A provider whose settings name the owner's door and a room that is nobody's."""

    signing_secret: str = "secret"

    def greeting(self, delivery: Delivery) -> AddressCheck | None:
        return None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        return ()

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:
        return None

    def read(self, delivery: Delivery) -> Arrival:
        return Ignored("all")

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        names = (("door", True), ("room", False))
        return [(Address(str(settings[n])), own) for n, own in names if n in settings]


def _adopting(ground: Ground) -> AdoptConnections:
    numbers = count(1)
    return AdoptConnections(
        ground.unit_of_work,
        {ACME: DoorsAndRooms()},
        lambda: ConnectionKey(f"fresh{next(numbers)}"),
    )


def test_a_connection_of_the_hosts_gets_a_key_and_its_addresses(ground: Ground) -> None:
    ada = ground.add_person()
    settings = {"door": "7", "room": "hall", "secret": "enc:v1:whatever", "odd": [1, {"a": None}]}
    number = ground.add_connection(ACME, ada, settings, works=True)
    assert _adopting(ground)() == 1
    with ground.unit_of_work.reading() as tx:
        [at_door] = tx.addresses.routes(ACME, Address("7"))
        [in_room] = tx.addresses.routes(ACME, Address("hall"))
        adopted = tx.connections.keyed(ACME, ConnectionKey("fresh1"))
    assert (at_door.person, in_room.person) == (ada.id, None)
    assert adopted == at_door.connection == in_room.connection
    assert adopted is not None
    assert (adopted.id, adopted.state) == (number, ConnectionState.ACTIVE)
    assert adopted.settings == settings


def test_one_that_did_not_work_becomes_a_draft(ground: Ground) -> None:
    ground.add_connection(ACME, ground.add_person(), {}, works=False)
    _adopting(ground)()
    with ground.unit_of_work.reading() as tx:
        adopted = tx.connections.keyed(ACME, ConnectionKey("fresh1"))
    assert adopted is not None
    assert adopted.state is ConnectionState.DRAFT


def test_one_of_nobody_acts_for_nobody(ground: Ground) -> None:
    ground.add_connection(ACME, None, {"door": "7"}, works=True)
    assert _adopting(ground)() == 1
    with ground.unit_of_work.reading() as tx:
        [route] = tx.addresses.routes(ACME, Address("7"))
    assert (route.person, route.connection.owner) == (None, None)


def test_adopting_again_finds_nothing_left_to_do(ground: Ground) -> None:
    ada = ground.add_person()
    for door in ("1", "2", "3"):
        ground.add_connection(ACME, ada, {"door": door}, works=True)
    adopt = _adopting(ground)
    assert (adopt(), adopt()) == (3, 0)


def test_what_is_ours_already_and_what_has_no_dialect_is_left_alone(ground: Ground) -> None:
    ada = ground.add_person()
    ground.add_connection(OTHER, ada, {"door": "7"}, works=True)
    with ground.unit_of_work() as tx:
        ours = connected(tx, ada, "ours")
        tx.commit()
    assert _adopting(ground)() == 0
    with ground.unit_of_work() as tx:
        assert tx.connections.owned(ACME, ada.id) == ours
        assert len(tx.adoption.waiting(OTHER)) == 1
