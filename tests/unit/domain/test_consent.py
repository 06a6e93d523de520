"""An owner goes to a consent page and comes back, or somebody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from loft import VAULT
from pigeon import KEY
from tt_integrations.domain.errors import Conflict, NotConnected, ProviderRefused
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState, Place
from tt_integrations.domain.model.grants import ConsentGiven
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.end_grant import GrantLost
from tt_integrations.domain.usecases.finish_consent import (
    Connected,
    ConsentDenied,
    ConsentExpired,
    ConsentReturned,
)
from tt_integrations.domain.usecases.start_consent import ConsentWanted

BACK = "https://tracker.example/callback"
BROWSER = "of this browser"


@pytest.fixture
def ann(aviary: Aviary) -> Person:
    aviary.keeper.settings = {"team": "T", "team_name": "The Team", "user": "ann"}
    return aviary.person("Ann")


def begun(aviary: Aviary, person: Person) -> ConsentReturned:
    """What the person's browser will bring back when they agree."""
    wanted = ConsentWanted(person.id, KEY, BACK, BROWSER)
    state = aviary.start_consent(wanted).address.partition("state=")[2]
    return ConsentReturned(KEY, "Pigeon", state, BROWSER, "the code")


def connected(aviary: Aviary, person: Person) -> Connection:
    outcome = aviary.finish_consent(begun(aviary, person))
    assert isinstance(outcome, Connected)
    return aviary.again(outcome.connection)


def test_a_consent_is_asked_for_with_a_fresh_state_and_a_challenge(
    aviary: Aviary, ann: Person
) -> None:
    wanted = ConsentWanted(ann.id, KEY, BACK, BROWSER)
    started = aviary.start_consent(wanted)
    (ask,) = aviary.keeper.asked
    assert started.address == "https://keeper.example/consent?state=secret-1"
    assert (ask.state, ask.challenge, ask.redirect) == ("secret-1", "S256 of secret-2", BACK)
    assert "secret" not in repr(started)
    assert BROWSER not in repr(wanted)
    assert begun(aviary, ann).state != ask.state


def test_a_provider_that_asks_for_no_consent_is_not_connected_by_one(
    aviary: Aviary, ann: Person
) -> None:
    with pytest.raises(NotConnected):
        aviary.start_consent(ConsentWanted(ann.id, "owl_connector", BACK, BROWSER))
    with pytest.raises(NotConnected):
        aviary.finish_consent(evolve(begun(aviary, ann), provider="owl_connector"))


def test_who_agrees_is_connected_with_a_sealed_grant_and_linked(
    aviary: Aviary, ann: Person
) -> None:
    connection = connected(aviary, ann)
    assert aviary.keeper.given == [ConsentGiven("the code", "secret-2", BACK)]
    assert connection.owner == ann.id
    assert connection.state is ConnectionState.ACTIVE
    assert aviary.who("T/ann") == [(connection.id, ann.id)]
    neck = connection.sealed("neck")
    assert neck is not None
    assert VAULT.open(neck, Place(connection.id, "neck")) == "of the app"
    stored = aviary.granted(connection)
    assert stored is not None
    assert stored.version == 1
    assert "access 1" not in stored.access_token
    assert aviary.access(connection).token == "access 1"


def test_a_state_comes_back_once(aviary: Aviary, ann: Person) -> None:
    returned = begun(aviary, ann)
    assert isinstance(aviary.finish_consent(returned), Connected)
    assert aviary.finish_consent(returned) == ConsentExpired()
    assert len(aviary.keeper.given) == 1


def test_a_state_comes_back_within_ten_minutes(aviary: Aviary, ann: Person) -> None:
    returned = begun(aviary, ann)
    aviary.clock.advance(timedelta(minutes=10))
    assert aviary.finish_consent(returned) == ConsentExpired()
    assert aviary.keeper.given == []


@pytest.mark.parametrize("other", [{"session": "of another browser"}, {"state": "guessed"}])
def test_a_consent_that_this_browser_did_not_begin_is_nobodys(
    aviary: Aviary, ann: Person, other: dict[str, str]
) -> None:
    assert aviary.finish_consent(evolve(begun(aviary, ann), **other)) == ConsentExpired()
    assert aviary.keeper.given == []


def test_a_state_of_another_provider_is_worth_nothing(aviary: Aviary, ann: Person) -> None:
    elsewhere = evolve(aviary.finish_consent, oauths={KEY: aviary.keeper, "owl": aviary.keeper})
    returned = evolve(begun(aviary, ann), provider="owl")
    assert elsewhere(returned) == ConsentExpired()


@pytest.mark.parametrize(
    ("refusal", "reason"), [("access_denied", "access_denied"), (None, "no code came back")]
)
def test_who_declines_changes_nothing(
    aviary: Aviary, ann: Person, refusal: str | None, reason: str
) -> None:
    returned = evolve(begun(aviary, ann), code=None, refusal=refusal)
    assert aviary.finish_consent(returned) == ConsentDenied(reason)
    with aviary.work.reading() as tx:
        assert tx.connections.owned(KEY, ann.id) is None


def test_a_code_that_the_provider_refuses_connects_nobody(aviary: Aviary, ann: Person) -> None:
    aviary.keeper.fails = [ProviderRefused("the code is no good")]
    with pytest.raises(ProviderRefused):
        aviary.finish_consent(begun(aviary, ann))
    with aviary.work.reading() as tx:
        assert tx.connections.owned(KEY, ann.id) is None


def test_connecting_again_keeps_settings_and_links_and_the_reason_is_gone(
    aviary: Aviary, ann: Person
) -> None:
    connection = aviary.set(connected(aviary, ann), Changes({"channel_id": "perch"}))
    ben = aviary.person("Ben")
    relying = aviary.relying(ben, connection)
    assert aviary.end_grant(GrantLost(connection.id, "uninstalled")) == 2
    again = connected(aviary, ann)
    assert again.id == connection.id
    assert again.settings["channel_id"] == "perch"
    assert (again.state, again.reason) == (ConnectionState.ACTIVE, None)
    assert aviary.state(relying) is ConnectionState.ACTIVE
    assert aviary.who("T/ben") == [(relying.id, ben.id)]
    assert aviary.access(relying).token == "access 2"


@pytest.mark.parametrize("state", [ConnectionState.DISABLED, ConnectionState.PAUSED])
def test_connecting_again_wakes_nobody_who_wanted_to_sleep(
    aviary: Aviary, ann: Person, state: ConnectionState
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connected(aviary, ann))
    aviary.put(relying, state)
    connected(aviary, ann)
    assert aviary.state(relying) is state


def test_a_pasted_token_counts_no_longer(aviary: Aviary, ann: Person) -> None:
    pasted = aviary.talking(ann)
    assert aviary.access(pasted).token == "a pasted token"
    granted = connected(aviary, ann)
    assert granted.id == pasted.id
    assert granted.sealed("bot_token") is None


def test_who_used_another_ones_installation_gets_one_of_their_own(
    aviary: Aviary, ann: Person
) -> None:
    team = aviary.talking(aviary.person("Ben"))
    relying = aviary.relying(ann, team, "ann")
    own = connected(aviary, ann)
    assert own.id != relying.id
    assert own.installation is None


def test_a_connection_of_the_hosts_is_taken_over(aviary: Aviary, ann: Person) -> None:
    number = aviary.loft.store.add_connection(KEY, ann, {"channel_id": "perch"}, works=True)
    own = connected(aviary, ann)
    assert own.id == number
    assert own.key is not None
    assert own.settings["channel_id"] == "perch"
    assert aviary.who("T/ann") == [(number, ann.id)]


def test_the_provider_knows_best_who_consented(aviary: Aviary, ann: Person) -> None:
    ben = aviary.person("Ben")
    claiming = aviary.loft.connect(ben, "ann", "of his own app")
    own = connected(aviary, ann)
    assert aviary.who("T/ann") == [(own.id, ann.id)]
    assert aviary.again(claiming).settings["user"] is None


def test_a_consent_that_always_comes_second_is_a_conflict(aviary: Aviary, ann: Person) -> None:
    returned = begun(aviary, ann)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.grants.MemoryGrants.keep", lambda *_: False)
        with pytest.raises(Conflict):
            aviary.finish_consent(returned)
    with aviary.work.reading() as tx:
        assert tx.connections.owned(KEY, ann.id) is None


def test_a_second_team_is_a_second_connection_and_the_first_goes_on(
    aviary: Aviary, ann: Person
) -> None:
    aviary.keeper.settings = {"team_id": "T1", "team": "T1", "user": "ann"}
    first = connected(aviary, ann)
    aviary.keeper.settings = {"team_id": "T2", "team": "T2", "user": "ann"}
    second = connected(aviary, ann)
    assert second.id != first.id
    assert aviary.again(first) == first
    # whichever is connected again, it is that one
    assert connected(aviary, ann).id == second.id
    aviary.keeper.settings = {"team_id": "T1", "team": "T1", "user": "ann"}
    assert connected(aviary, ann).id == first.id
