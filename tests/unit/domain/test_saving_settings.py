"""An owner saves their card: what is checked with the provider, what is kept, and what nobody may claim."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from aviary import CHANNEL, PASTED, Aviary
from loft import VAULT
from pigeon import KEY
from tt_integrations.domain.errors import (
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    PermissionMissing,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionState,
    Place,
)
from tt_integrations.domain.model.grants import Learnt
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.work import Sync
from tt_integrations.domain.usecases.end_grant import GrantLost
from tt_integrations.domain.usecases.save_settings import NewSettings, Saved

TOKEN = "bot_token"


def save(
    aviary: Aviary,
    person: Person,
    settings: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Saved:
    changes = Changes(settings or {}, secrets or {})
    return aviary.save(NewSettings(person.id, KEY, "Pigeon", changes))


def opened(connection: Connection, name: str) -> str | None:
    sealed = connection.sealed(name)
    return VAULT.open(sealed, Place(connection.id, name)) if sealed else None


def test_a_connection_is_made_where_there_is_none_as_a_draft_without_secrets(
    aviary: Aviary, ann: Person
) -> None:
    saved = save(aviary, ann, {"user": "ann"})
    assert saved.connection.state is ConnectionState.DRAFT
    assert saved.connection.owner == ann.id
    assert saved.checked


@pytest.mark.parametrize("secret", [TOKEN, "neck"])
def test_a_connection_with_a_secret_is_active(aviary: Aviary, ann: Person, secret: str) -> None:
    drafted = save(aviary, ann, {"team": "T", "user": "ann"}).connection
    saved = save(aviary, ann, secrets={secret: "s3cret"}).connection
    assert (saved.id, saved.state) == (drafted.id, ConnectionState.ACTIVE)
    assert opened(saved, secret) == "s3cret"
    assert "s3cret" not in repr(saved)


def test_a_new_token_is_tried_out_and_tells_whose_it_is(aviary: Aviary, ann: Person) -> None:
    saved = save(aviary, ann, {"channel_id": "#nest"}, {TOKEN: "new"})
    assert saved.checked
    assert saved.connection.settings["team_id"] == "T9"
    assert saved.connection.settings["channel_id"] == "id of #nest"
    assert aviary.parrot.tokens == ["new", "new"]


def test_what_is_not_given_stays(aviary: Aviary, ann: Person) -> None:
    before = aviary.talking(ann, live=True)
    after = save(aviary, ann, {"starts": False}).connection
    assert after.settings == {**before.settings, "starts": False}
    assert opened(after, TOKEN) == PASTED
    assert aviary.parrot.tokens == []


def test_a_channel_is_checked_when_it_is_new(aviary: Aviary, ann: Person) -> None:
    aviary.talking(ann)
    save(aviary, ann, {"channel_id": CHANNEL})
    assert aviary.parrot.tokens == []
    saved = save(aviary, ann, {"channel_id": "#nest"})
    assert aviary.parrot.tokens == [PASTED]
    assert saved.connection.settings["channel_id"] == "id of #nest"


def test_a_channel_may_be_taken_away(aviary: Aviary, ann: Person) -> None:
    aviary.talking(ann)
    saved = save(aviary, ann, {"channel_id": None})
    assert saved.connection.settings["channel_id"] is None


def test_a_channel_may_be_chosen_before_there_is_a_token(aviary: Aviary, ann: Person) -> None:
    assert save(aviary, ann, {"channel_id": "#nest"}) == Saved(
        save(aviary, ann).connection, checked=True
    )
    assert save(aviary, ann, {"channel_id": "#perch"}).connection.settings["channel_id"] == "#perch"


@pytest.mark.parametrize("error", [ProviderRefused("no good"), PermissionMissing("speak")])
def test_a_token_that_the_provider_refuses_is_not_saved(
    aviary: Aviary, ann: Person, error: ProviderError
) -> None:
    before = aviary.talking(ann)
    aviary.parrot.fails = [error]
    with pytest.raises(InvalidSettings) as refusal:
        save(aviary, ann, {"live": True}, {TOKEN: "new"})
    assert refusal.value.field == TOKEN
    assert aviary.again(before) == before


def test_a_channel_that_cannot_be_posted_to_is_not_saved(aviary: Aviary, ann: Person) -> None:
    before = aviary.talking(ann)
    aviary.parrot.fails = [InvalidSettings("channel_id", "the app is not in it")]
    with pytest.raises(InvalidSettings, match="not in it"):
        save(aviary, ann, {"channel_id": "#nest"})
    assert aviary.again(before) == before


@pytest.mark.parametrize("error", [ProviderUnavailable("down"), OutcomeUnknown("lost")])
def test_a_provider_that_does_not_answer_keeps_nobody_from_saving(
    aviary: Aviary, ann: Person, error: ProviderError
) -> None:
    aviary.parrot.fails = [error]
    saved = save(aviary, ann, {"channel_id": "#nest"}, {TOKEN: "new"})
    assert not saved.checked
    assert saved.connection.settings["channel_id"] == "#nest"
    assert opened(saved.connection, TOKEN) == "new"


def test_an_unknown_provider_saves_nothing(aviary: Aviary, ann: Person) -> None:
    with pytest.raises(NotConnected):
        aviary.save(NewSettings(ann.id, "owl_connector", "Owl", Changes()))


def test_a_pasted_token_takes_the_place_of_a_grant_and_wakes_all_who_waited(
    aviary: Aviary, ann: Person
) -> None:
    own = aviary.talking(ann, token=None)
    aviary.grant(own)
    relying = aviary.relying(aviary.person("Ben"), own)
    asleep = aviary.relying(aviary.person("Cat"), own, "cat")
    aviary.put(asleep, ConnectionState.PAUSED)
    aviary.end_grant(GrantLost(own.id, "uninstalled"))
    aviary.put(asleep, ConnectionState.DISABLED)
    save(aviary, ann, secrets={TOKEN: "new"})
    assert aviary.granted(own) is None
    assert aviary.access(relying).token == "new"
    woken = aviary.again(own)
    assert (woken.state, woken.reason) == (ConnectionState.ACTIVE, None)
    assert aviary.state(relying) is ConnectionState.ACTIVE
    assert aviary.state(asleep) is ConnectionState.DISABLED


def test_who_must_reconnect_is_not_connected_by_another_secret(aviary: Aviary, ann: Person) -> None:
    own = aviary.talking(ann)
    aviary.end_grant(GrantLost(own.id, "uninstalled"))
    assert save(aviary, ann, secrets={"neck": "new"}).connection.state is (
        ConnectionState.NEEDS_RECONNECT
    )


def test_a_paused_connection_stays_paused(aviary: Aviary, ann: Person) -> None:
    own = aviary.talking(ann)
    aviary.put(own, ConnectionState.PAUSED)
    assert save(aviary, ann, secrets={TOKEN: "new"}).connection.state is ConnectionState.PAUSED


def test_arrivals_follow_the_settings(aviary: Aviary, ann: Person) -> None:
    own = save(aviary, ann, {"team": "T", "user": "ann"}, {"neck": "s"}).connection
    assert aviary.who("T/ann") == [(own.id, ann.id)]
    save(aviary, ann, {"team": "U"})
    assert aviary.who("T/ann") == aviary.who("T") == []
    assert aviary.who("U/ann") == [(own.id, ann.id)]
    assert aviary.who("U") == [(own.id, None)]


def test_a_connection_of_the_hosts_is_taken_over_and_found(aviary: Aviary, ann: Person) -> None:
    number = aviary.loft.store.add_connection(KEY, ann, {"team": "T"}, works=False)
    own = save(aviary, ann, {"user": "ann"}, {"neck": "s"}).connection
    assert own.id == number
    assert own.key is not None
    assert aviary.who("T/ann") == [(number, ann.id)]


def test_an_app_of_ones_own_is_another_connection_than_that_in_a_teams(
    aviary: Aviary, ann: Person
) -> None:
    relying = aviary.relying(ann, aviary.talking(aviary.person("Ben")), "ann")
    own = save(aviary, ann, {"team": "T", "user": "annie"}, {TOKEN: "n", "neck": "s"}).connection
    assert own.id != relying.id
    assert own.installation is None
    assert aviary.who("T/annie") == [(own.id, ann.id)]


def test_nobody_claims_to_be_somebody_else_in_an_app_that_others_use(
    aviary: Aviary, ann: Person
) -> None:
    team = aviary.talking(aviary.person("Ben"))
    relying = aviary.relying(ann, team, "ann")
    with pytest.raises(InvalidSettings) as refusal:
        save(aviary, ann, {"user": "ben"})
    assert refusal.value.field == "user"
    assert aviary.who("T/ben") == []
    save(aviary, ann, {"user": "ann", "live": True})
    assert aviary.who("T/ann") == [(relying.id, ann.id)]
    save(aviary, ann, {"user": None})
    assert aviary.who("T/ann") == []


def test_nor_does_who_consented_to_it(aviary: Aviary, ann: Person) -> None:
    own = aviary.talking(ann, token=None)
    aviary.grant(own)
    with pytest.raises(InvalidSettings):
        save(aviary, ann, {"user": "ben"})


def test_a_pasted_token_is_that_of_another_app_than_the_one_that_all_share(
    aviary: Aviary, ann: Person
) -> None:
    own = aviary.talking(ann, token=None)
    aviary.grant(own)
    assert opened(save(aviary, ann, secrets={TOKEN: "n"}).connection, "neck") is None
    aviary.grant(own)
    both = save(aviary, ann, {"user": "ben"}, {TOKEN: "n", "neck": "own"}).connection
    assert opened(both, "neck") == "own"
    assert aviary.who("T/ben") == [(own.id, ann.id)]


def test_a_project_must_be_one_that_the_person_may_use(aviary: Aviary, ann: Person) -> None:
    project = aviary.loft.store.add_project(ann, "Web")
    known = Changes({"into": project.id}, projects={"into": (project.id,)})
    aviary.save(NewSettings(ann.id, KEY, "Pigeon", known))
    unknown = Changes({"into": 99}, projects={"others": (), "into": (project.id, 99)})
    with pytest.raises(InvalidSettings) as refusal:
        aviary.save(NewSettings(ann.id, KEY, "Pigeon", unknown))
    assert refusal.value.field == "into"


def test_what_is_kept_up_to_date_is_brought_up_to_date_at_once(aviary: Aviary, ann: Person) -> None:
    aviary.syncing = (KEY,)
    assert aviary.jobs() == []
    save(aviary, ann, {"team": "T"})
    assert aviary.jobs() == []
    saved = save(aviary, ann, secrets={"neck": "s"})
    for team in "UVW":  # the first sync may be under way by now, and past it
        save(aviary, ann, {"team": team})
    told = [(job.connection, job.work) for job in aviary.jobs()]
    assert told == [(saved.connection.id, Sync("saved"))] * 2


def test_what_was_entered_may_be_good_for_a_grant(aviary: Aviary, ann: Person) -> None:
    own = aviary.talking(ann)
    granting = Learnt({"team": "T"}, aviary.keeper.new())
    aviary.parrot.learns = granting
    save(aviary, ann, secrets={TOKEN: "new"})
    assert granting.grant
    assert aviary.access(own).token == granting.grant.access_token
    aviary.parrot.learns = None
    save(aviary, ann, secrets={TOKEN: "newer"})
    assert aviary.access(own).token == "newer"
