"""Somebody who was linked within another's installation gets an app of their own: it takes that place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aviary import CHANNEL, Aviary
from loft import VAULT
from pigeon import KEY, TOKEN
from tt_integrations.domain.model.announcements import TimerStarted
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState, Place
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.finish_consent import Connected, ConsentReturned
from tt_integrations.domain.usecases.save_settings import NewSettings
from tt_integrations.domain.usecases.start_consent import ConsentWanted

Getting = Callable[[Aviary, Person], Connection]


@pytest.fixture
def team(aviary: Aviary) -> Connection:
    return aviary.talking(aviary.person("Ben"), user="ben")


@pytest.fixture
def former(aviary: Aviary, ann: Person, team: Connection) -> Connection:
    return aviary.set(aviary.relying(ann, team, "ann"), Changes({"live": True}))


def by_consent(aviary: Aviary, ann: Person, team: str = "T") -> Connection:
    aviary.keeper.settings = {"team": team, "user": "ann"}
    wanted = ConsentWanted(ann.id, KEY, "https://tracker.example/callback", "browser")
    state = aviary.start_consent(wanted).address.partition("state=")[2]
    outcome = aviary.finish_consent(ConsentReturned(KEY, "Pigeon", state, "browser", "code"))
    assert isinstance(outcome, Connected)
    return aviary.again(outcome.connection)


def by_card(aviary: Aviary, ann: Person) -> Connection:
    changes = Changes(secrets={TOKEN: "own token", "neck": "own secret"})
    return aviary.again(aviary.save(NewSettings(ann.id, KEY, "Pigeon", changes)).connection)


@pytest.mark.parametrize("getting", [by_consent, by_card])
def test_the_new_one_has_the_settings_of_the_former_which_ends(
    aviary: Aviary, ann: Person, former: Connection, getting: Getting
) -> None:
    own = getting(aviary, ann)
    assert (own.installation, own.state) == (None, ConnectionState.ACTIVE)
    assert (own.settings["channel_id"], own.settings["live"]) == (CHANNEL, True)
    assert aviary.state(former) is ConnectionState.DISABLED
    assert aviary.who("T/ann") == [(own.id, ann.id)]


@pytest.mark.parametrize("getting", [by_consent, by_card])
@pytest.mark.usefixtures("former")
def test_nothing_is_announced_twice_afterwards(
    aviary: Aviary, ann: Person, getting: Getting
) -> None:
    own, event = getting(aviary, ann), TimerStarted(aviary.start(ann))
    with aviary.work() as tx:
        Announce({KEY: aviary.parrot})(tx, event, aviary.clock.now())
        tx.commit()
    assert [job.connection for job in aviary.jobs()] == [own.id]


@pytest.mark.usefixtures("former")
def test_doing_it_again_keeps_the_new_one(aviary: Aviary, ann: Person) -> None:
    own = by_consent(aviary, ann)
    assert by_consent(aviary, ann).id == own.id
    assert by_card(aviary, ann).id == own.id


def test_secrets_stay_where_they_are_sealed_for(
    aviary: Aviary, ann: Person, former: Connection
) -> None:
    aviary.set(former, Changes(secrets={TOKEN: "old token", "neck": "old secret"}))
    own = by_card(aviary, ann)
    neck = own.sealed("neck")
    assert neck
    assert VAULT.open(neck, Place(own.id, "neck")) == "own secret"
    assert by_consent(aviary, ann).sealed(TOKEN) is None


def test_a_secret_that_was_not_given_is_not_that_of_the_former(
    aviary: Aviary, ann: Person, former: Connection
) -> None:
    aviary.set(former, Changes(secrets={"neck": "old secret"}))
    changes = Changes(secrets={TOKEN: "own token"})
    own = aviary.save(NewSettings(ann.id, KEY, "Pigeon", changes)).connection
    assert own.id != former.id
    assert own.sealed("neck") is None


def test_a_former_one_that_nobody_is_linked_by_ends_as_well(
    aviary: Aviary, ann: Person, former: Connection
) -> None:
    aviary.set(former, Changes({"user": None}))
    by_consent(aviary, ann)
    assert aviary.state(former) is ConnectionState.DISABLED


@pytest.mark.usefixtures("former")
def test_who_installs_it_for_another_team_is_found_in_that_one(aviary: Aviary, ann: Person) -> None:
    own = by_consent(aviary, ann, team="U")
    assert aviary.who("U/ann") == [(own.id, ann.id)]
    assert aviary.who("T/ann") == []


def test_the_others_of_the_team_notice_nothing(
    aviary: Aviary, ann: Person, team: Connection, former: Connection
) -> None:
    cat = aviary.person("Cat")
    of_cat = aviary.relying(cat, team, "cat")
    by_consent(aviary, ann)
    for other, person in ((team, team.owner), (of_cat, cat.id)):
        assert aviary.again(other) == other
        assert (other.id, person) in aviary.who(f"T/{other.settings['user']}")
    assert former.installation == team.id
