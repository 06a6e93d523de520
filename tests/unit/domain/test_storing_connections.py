"""A connection as it is stored and shown."""

from __future__ import annotations

import pytest

from aviary import Aviary
from loft import DIALECTS, VAULT
from pigeon import KEY
from tt_integrations.domain.errors import (
    Conflict,
    NotConnected,
)
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    Place,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.connect_provider import (
    ConnectProvider,
    NewProviderConnection,
)
from tt_integrations.domain.usecases.show_connection import ConnectionOf, ShowConnection
from tt_integrations.domain.usecases.store_settings import StoreSettings


def opened(connection: Connection, name: str) -> str | None:
    sealed = connection.sealed(name)
    return VAULT.open(sealed, Place(connection.id, name)) if sealed else None


def new_connection(ann: Person, provider: str = KEY) -> NewProviderConnection:
    key, settings = ConnectionKey("chosen"), {"team": "T", "user": "ann"}
    return NewProviderConnection(ann.id, provider, "Pigeon", key, settings, {"neck": "s3cret"})


def test_a_connection_may_be_stored_as_a_whole(aviary: Aviary, ann: Person) -> None:
    connect = ConnectProvider(aviary.work, StoreSettings(VAULT), DIALECTS)
    own = aviary.again(connect(new_connection(ann)))
    assert (own.key, own.state) == ("chosen", ConnectionState.ACTIVE)
    assert opened(own, "neck") == "s3cret"
    assert "s3cret" not in repr(new_connection(ann))
    assert aviary.who("T/ann") == [(own.id, ann.id)]
    with pytest.raises(Conflict):
        connect(new_connection(ann))
    with pytest.raises(NotConnected):
        connect(new_connection(ann, "owl_connector"))


def test_what_somebody_else_saved_just_before_counts_for_who_is_found(
    aviary: Aviary, ann: Person
) -> None:
    own = aviary.talking(ann)
    aviary.set(own, Changes({"team": "U"}))
    aviary.set(own, Changes({"user": "ann"}))  # by somebody who still knows the old team
    assert aviary.who("U/ann") == [(own.id, ann.id)]
    assert aviary.who("T/ann") == []


def test_a_person_is_shown_their_newest_connection_whatever_its_state(
    aviary: Aviary, ann: Person
) -> None:
    show = ShowConnection(aviary.work)
    assert show(ConnectionOf(ann.id, KEY)) is None
    own = aviary.talking(ann)
    aviary.put(own, ConnectionState.PAUSED)
    assert show(ConnectionOf(ann.id, KEY)) == aviary.again(own)
    assert show(ConnectionOf(ann.id, "owl_connector")) is None
