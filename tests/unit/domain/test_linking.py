"""How a sender at a provider becomes somebody here, and nobody again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aviary import Aviary
from pigeon import KEY
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    Connection,
    ConnectionId,
    ConnectionState,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.offer_link import LinkOffered, LinkSender
from tt_integrations.domain.usecases.redeem_link import LinkCode, Linked, LinkExpired, LinkShown
from tt_integrations.domain.usecases.unlink import Unlinked, UnlinkSender

BEN = Address("T/ben")


@pytest.fixture
def ben(aviary: Aviary, ann: Person) -> Person:
    return aviary.person("Ben")


@pytest.fixture
def team(aviary: Aviary, ann: Person) -> Connection:
    """Ann's, by which all of the team talk to us."""
    return aviary.talking(ann, user="ann", team_name="The Team")


def offered(aviary: Aviary, connection: Connection, address: Address = BEN) -> str:
    """The code in the address that the sender was given."""
    sender = address.partition("/")[2]
    outcome = aviary.offer_link(LinkSender(connection.id, KEY, address, sender))
    return outcome.address.partition("/")[2]


def code(person: Person, code: str, provider: str = KEY) -> LinkCode:
    return LinkCode(person.id, provider, "Pigeon", code)


def linked(aviary: Aviary, person: Person, connection: Connection) -> Connection:
    outcome = aviary.redeem_link(code(person, offered(aviary, connection)))
    assert isinstance(outcome, Linked)
    return aviary.again(outcome.connection)


def test_an_offer_is_an_address_for_ten_minutes_whose_code_is_stored_nowhere(
    aviary: Aviary, team: Connection
) -> None:
    outcome = aviary.offer_link(LinkSender(team.id, KEY, BEN, "ben"))
    assert outcome == LinkOffered(f"{KEY}/secret-1", 10)
    assert "secret" not in repr(outcome)


def test_looking_at_a_link_says_who_would_be_linked_and_uses_nothing_up(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    given = code(ben, offered(aviary, team))
    assert aviary.show_link(given) == LinkShown("ben", "The Team")
    assert aviary.show_link(given) == LinkShown("ben", "The Team")
    assert aviary.who(BEN) == []
    assert isinstance(aviary.redeem_link(given), Linked)


def test_a_team_without_a_name_is_shown_by_its_id_or_not_at_all(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    given = code(ben, offered(aviary, team))
    aviary.set(team, Changes({"team_name": None, "team_id": "T"}))
    assert aviary.show_link(given) == LinkShown("ben", "T")
    aviary.set(team, Changes({"team_id": None}))
    assert aviary.show_link(given) == LinkShown("ben", "")


def test_somebody_else_gets_a_connection_of_their_own_in_the_same_installation(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    own = linked(aviary, ben, team)
    assert (own.owner, own.installation, own.state) == (ben.id, team.id, ConnectionState.ACTIVE)
    assert own.settings == {"team": "T", "user": "ben"}
    assert aviary.who(BEN) == [(own.id, ben.id)]


def test_who_is_offered_a_link_by_one_of_the_installation_uses_the_installation(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    of_ben = linked(aviary, ben, team)
    cat = aviary.person("Cat")
    given = offered(aviary, of_ben, Address("T/cat"))
    outcome = aviary.redeem_link(code(cat, given))
    assert isinstance(outcome, Linked)
    assert outcome.connection.installation == team.id


def test_the_owner_is_linked_by_their_own_connection(
    aviary: Aviary, team: Connection, ann: Person
) -> None:
    address = Address("T/annie")
    outcome = aviary.redeem_link(code(ann, offered(aviary, team, address)))
    assert isinstance(outcome, Linked)
    assert outcome.connection.id == team.id
    assert aviary.who("T/annie") == [(team.id, ann.id)]
    assert aviary.who("T/ann") == []
    assert aviary.again(team).settings["team_name"] == "The Team"


def test_a_link_works_once(aviary: Aviary, team: Connection, ann: Person, ben: Person) -> None:
    given = offered(aviary, team)
    assert isinstance(aviary.redeem_link(code(ben, given)), Linked)
    assert aviary.redeem_link(code(ann, given)) == LinkExpired()
    assert aviary.show_link(code(ann, given)) == LinkExpired()
    assert [person for _, person in aviary.who(BEN)] == [ben.id]


def test_a_link_works_for_ten_minutes(aviary: Aviary, team: Connection, ben: Person) -> None:
    given = code(ben, offered(aviary, team))
    aviary.clock.advance(timedelta(minutes=10))
    assert aviary.show_link(given) == LinkExpired()
    assert aviary.redeem_link(given) == LinkExpired()


@pytest.mark.parametrize("state", [ConnectionState.PAUSED, ConnectionState.NEEDS_RECONNECT])
def test_a_link_of_a_connection_that_stopped_working_links_nobody_until_it_works_again(
    aviary: Aviary, team: Connection, ben: Person, state: ConnectionState
) -> None:
    given = code(ben, offered(aviary, team))
    aviary.put(team, state)
    assert aviary.show_link(given) == LinkExpired()
    assert aviary.redeem_link(given) == LinkExpired()
    aviary.put(team, ConnectionState.ACTIVE)
    assert isinstance(aviary.redeem_link(given), Linked)


def test_a_code_is_good_at_its_own_provider_only(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    given = offered(aviary, team)
    assert aviary.show_link(code(ben, given, "owl_connector")) == LinkExpired()
    with pytest.raises(NotConnected):
        aviary.redeem_link(code(ben, given, "owl_connector"))
    assert aviary.redeem_link(code(ben, "guessed")) == LinkExpired()
    assert isinstance(aviary.redeem_link(code(ben, given)), Linked)


def test_the_last_link_of_a_sender_counts_and_who_was_them_before_is_nobody(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    before = linked(aviary, ben, team)
    cat = aviary.person("Cat")
    after = linked(aviary, cat, team)
    assert aviary.who(BEN) == [(after.id, cat.id)]
    assert aviary.again(before).settings["user"] is None
    assert aviary.state(before) is ConnectionState.DISABLED


def test_a_sender_that_an_owner_had_claimed_on_their_card_is_theirs_no_more(
    aviary: Aviary, team: Connection, ann: Person, ben: Person
) -> None:
    aviary.set(team, Changes({"user": "ben"}))
    assert aviary.who(BEN) == [(team.id, ann.id)]
    own = linked(aviary, ben, team)
    assert aviary.who(BEN) == [(own.id, ben.id)]
    assert aviary.state(team) is ConnectionState.ACTIVE


def test_a_person_keeps_what_else_is_theirs_at_the_same_address(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    own_app = aviary.loft.connect(ben, "ben", "of his own app")
    by_link = linked(aviary, ben, team)
    assert aviary.who(BEN) == [(by_link.id, ben.id), (own_app.id, ben.id)]


def test_unlinking_lets_the_sender_be_nobody_and_linking_again_keeps_the_settings(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    own = aviary.set(linked(aviary, ben, team), Changes({"channel_id": "nest"}))
    assert aviary.unlink(UnlinkSender(own.id, BEN)) == Unlinked()
    assert aviary.who(BEN) == []
    assert aviary.state(own) is ConnectionState.DISABLED
    again = linked(aviary, ben, team)
    assert again.id == own.id
    assert again.settings["channel_id"] == "nest"
    assert again.state is ConnectionState.ACTIVE


def test_who_unlinks_from_their_own_connection_keeps_it(
    aviary: Aviary, team: Connection, ann: Person
) -> None:
    assert aviary.unlink(UnlinkSender(team.id, Address("T/ann"))) == Unlinked()
    assert aviary.who("T/ann") == []
    assert aviary.who("T") == [(team.id, None)]
    assert aviary.state(team) is ConnectionState.ACTIVE


def test_unlinking_from_a_connection_that_is_gone_is_done_already(aviary: Aviary) -> None:
    assert aviary.unlink(UnlinkSender(ConnectionId(99), BEN)) == Unlinked()


def test_a_link_wakes_no_connection_that_its_owner_paused(
    aviary: Aviary, team: Connection, ben: Person
) -> None:
    own = linked(aviary, ben, team)
    aviary.put(own, ConnectionState.PAUSED)
    assert linked(aviary, ben, team).state is ConnectionState.PAUSED
