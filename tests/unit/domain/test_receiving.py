"""What becomes of a delivery: whom it reaches, what is done, and what is said to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loft import Loft
from pigeon import KEY, REPLY_TO, pigeon
from tt_integrations.domain.errors import NotConnected, SecretUnreadable, Untrusted
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.delivery import AddressCheck, Challenge, Delivery, Ignored
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.offer_link import AlreadyLinked, LinkOffered
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning
from tt_integrations.domain.usecases.spoken import (
    Acknowledged,
    Busy,
    Deactivated,
    NotActive,
    NotLinked,
    NotYours,
    Spoken,
)
from tt_integrations.domain.usecases.start_timer_from_slash import Started
from tt_integrations.domain.usecases.unlink import Unlinked


@pytest.fixture
def loft() -> Loft:
    loft = Loft()
    loft.store.add_project(loft.person("Host"), "Web")
    return loft


@pytest.fixture
def ann(loft: Loft) -> Person:
    return loft.person("Ann")


@pytest.fixture
def connection(loft: Loft, ann: Person) -> Connection:
    return loft.connect(ann, "ann")


@pytest.mark.usefixtures("connection")
def test_what_is_typed_is_answered_and_what_is_pressed_is_replied_to_elsewhere(
    loft: Loft, ann: Person
) -> None:
    typed = loft.receive(pigeon("typed", text="status"))
    assert typed == Spoken(NothingRunning(), ann, REPLY_TO, in_answer=True)
    pressed = loft.receive(pigeon("pressed", text="status", meant_for=ann.id))
    assert pressed == Spoken(NothingRunning(), ann, REPLY_TO, in_answer=False)
    assert REPLY_TO not in repr(pressed)


@pytest.mark.usefixtures("connection")
def test_a_button_does_what_its_command_does_and_once(loft: Loft, ann: Person) -> None:
    press = pigeon("pressed", text="start web", meant_for=ann.id)
    assert isinstance(loft.hears(press), Started)
    assert loft.running(ann)
    assert loft.hears(press) == HandledBefore()


@pytest.mark.usefixtures("connection")
def test_a_button_that_is_for_anybody_is_theirs_who_press_it(loft: Loft, ann: Person) -> None:
    assert isinstance(loft.hears(pigeon("pressed", text="start web")), Started)
    assert loft.running(ann)


@pytest.mark.usefixtures("connection")
def test_a_button_of_somebody_else_changes_nothing(loft: Loft, ann: Person) -> None:
    ben = loft.person("Ben")
    assert loft.hears(pigeon("pressed", text="start web", meant_for=ben.id)) == NotYours()
    assert not loft.running(ann)
    assert not loft.running(ben)


def test_a_button_pressed_by_nobody_here_changes_nothing(
    loft: Loft, ann: Person, connection: Connection
) -> None:
    press = pigeon("pressed", user="bob", text="start web", meant_for=ann.id)
    assert loft.hears(press) == NotLinked("bob")
    assert not loft.running(ann)
    loft.put(connection, ConnectionState.PAUSED)
    assert loft.hears(press) == NotActive()


def test_somebody_deactivated_acts_no_more(loft: Loft) -> None:
    gone = loft.person("Gone", active=False)
    loft.connect(gone, "ann")
    assert loft.hears(pigeon("typed", text="start web")) == Deactivated()


@pytest.mark.usefixtures("connection")
def test_somebody_not_linked_who_asks_for_it_is_offered_a_link(loft: Loft) -> None:
    offered = loft.hears(pigeon("typed", user="bob", text="LINK"))
    assert offered == LinkOffered(f"{KEY}/code", 10)
    assert loft.hears(pigeon("typed", user="bob", text="start web")) == NotLinked("bob")


@pytest.mark.usefixtures("connection")
def test_somebody_linked_who_asks_for_it_is_linked_already(loft: Loft) -> None:
    assert loft.hears(pigeon("typed", text="link")) == AlreadyLinked()


@pytest.mark.usefixtures("connection")
def test_somebody_who_unlinks_is_nobody_here_afterwards(loft: Loft) -> None:
    assert loft.hears(pigeon("typed", text="unlink")) == Unlinked()
    assert loft.hears(pigeon("typed", text="status")) == NotLinked("ann")


def test_the_end_of_a_grant_stops_the_connection_and_says_why(
    loft: Loft, connection: Connection
) -> None:
    assert loft.receive(pigeon("ended", text="left_the_loft")) == Acknowledged()
    stopped = loft.again(connection)
    assert stopped.state is ConnectionState.NEEDS_RECONNECT
    assert stopped.reason
    assert "left_the_loft" in stopped.reason
    assert loft.hears(pigeon("typed", text="status")) == NotActive()
    assert loft.receive(pigeon("ended", text="left_the_loft")) == Acknowledged()


@pytest.mark.usefixtures("connection")
def test_a_challenge_and_what_is_of_no_interest_come_back_as_they_are(loft: Loft) -> None:
    assert loft.receive(pigeon("challenge", text="sing")) == Challenge("sing")
    assert loft.receive(pigeon("ignored", text="rain")) == Ignored("rain")
    assert loft.receive(Delivery(KEY, {}, b"coo?")) == AddressCheck()


@pytest.mark.usefixtures("connection")
def test_what_another_secret_signed_is_not_believed(loft: Loft, ann: Person) -> None:
    with pytest.raises(Untrusted):
        loft.receive(pigeon("typed", secret="caw", text="start web"))
    assert not loft.running(ann)


def test_a_connection_by_a_link_is_proven_by_the_secret_of_its_installation(
    loft: Loft, connection: Connection
) -> None:
    ben = loft.person("Ben")
    linked = loft.connect(ben, "ben", secret=None, installation=connection.id)
    assert loft.receive(pigeon("typed", user="ben", text="status")) == Spoken(
        NothingRunning(), ben, REPLY_TO, in_answer=True
    )
    assert isinstance(
        loft.hears(pigeon("typed", key=linked.key, user="ben", text="start web")), Started
    )
    with pytest.raises(Untrusted):
        loft.receive(pigeon("typed", user="ben", secret="caw", text="stop"))


def test_a_connection_whose_installation_has_no_secret_proves_nothing(loft: Loft) -> None:
    bare = loft.connect(loft.person("Ben"), None, secret=None)
    loft.connect(loft.person("Cyd"), "ann", secret=None, installation=bare.id)
    with pytest.raises(Untrusted):
        loft.receive(pigeon("typed", text="status"))


def test_a_secret_that_cannot_be_opened_is_said_to_be_so_when_nothing_else_fits(
    loft: Loft, connection: Connection
) -> None:
    with loft.store.unit_of_work() as tx:
        tx.connections.save(connection.id, {"neck": "v1.k1.torn"})
        tx.commit()
    with pytest.raises(SecretUnreadable):
        loft.receive(pigeon("typed", text="status"))
    loft.connect(loft.person("Ben"), None, "coo")
    assert loft.hears(pigeon("typed", text="status")) == NotLinked("ann")


def test_a_key_that_is_no_connections_is_not_connected(loft: Loft) -> None:
    with pytest.raises(NotConnected):
        loft.receive(pigeon("typed", key=ConnectionKey("none"), text="status"))


@pytest.mark.usefixtures("connection")
def test_what_names_no_sender_is_tried_with_the_newest_connections(loft: Loft) -> None:
    assert loft.receive(pigeon("challenge", team=None, text="sing")) == Challenge("sing")


@pytest.mark.usefixtures("connection")
def test_who_was_told_to_wait_is_told_when_nothing_comes_of_it(loft: Loft, ann: Person) -> None:
    late = loft.receive.excuse(pigeon("pressed", text="start web"), Busy())
    assert late == Spoken(Busy(), ann, REPLY_TO, in_answer=False)
    assert loft.receive.excuse(pigeon("ignored", text="rain"), Busy()) is None
    assert not loft.running(ann)


@pytest.mark.usefixtures("connection")
def test_nobody_is_told_anything_at_an_address_that_was_not_signed(loft: Loft) -> None:
    loft.clock.advance(timedelta(hours=1))
    with pytest.raises(Untrusted):
        loft.receive.excuse(pigeon("typed", secret="caw", text="start web"), Busy())
