"""The grant of an App is kept good: by the use case that refreshes those of every provider."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import frozen
from github_apps import OF_TOKENS, Installed, installed
from github_ground import NAME

from tt_integrations.adapters.fakes.faults import server_error
from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import ProviderRefused, ProviderUnavailable
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.refresh_grant import RefreshGrant, opened_grant
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.testing.memory import MemoryStore

KEY = "github_connector"


@pytest.fixture
def app() -> Installed:
    return installed()


@frozen
class Desk:
    """A connection whose grant is an App's, and the use case that keeps it good."""

    store: MemoryStore
    connection: Connection
    refresh: RefreshGrant

    def token(self) -> str:
        with self.store.unit_of_work.reading() as tx:
            stored = tx.grants.find(self.connection.id)
        assert stored
        grant = self.refresh(self.connection, stored)
        assert isinstance(grant, SealedGrant)
        return opened_grant(self.refresh.vault, grant).access_token

    @property
    def state(self) -> ConnectionState:
        with self.store.unit_of_work.reading() as tx:
            found = tx.connections.find(self.connection.id)
        assert found is not None
        return found.state


def desk(app: Installed) -> Desk:
    store, clock = MemoryStore(), app.it.fake.clock
    vault = AesGcmVault({"k": new_key()})
    ada = store.add_person("Ada")
    new = NewConnection(ConnectionKey("k1"), KEY, ada.id, "GitHub", ConnectionState.ACTIVE)
    with store.unit_of_work() as tx:
        connection = tx.connections.add(new)
        keep_grant(tx, vault, connection.id, app.grant.as_grant())
        tx.commit()
    ended = EndGrant(store.unit_of_work, clock)
    refresh = RefreshGrant(store.unit_of_work, vault, clock, {KEY: app.tokens}, ended)
    return Desk(store, connection, refresh)


def test_the_token_is_got_when_it_is_needed_and_refreshed_before_its_hour_ends(
    app: Installed,
) -> None:
    here = desk(app)
    first = here.token()
    app.it.fake.clock.advance(timedelta(minutes=54))
    assert here.token() == first
    app.it.fake.clock.advance(timedelta(minutes=1))
    second = here.token()
    assert second != first
    assert app.it.tracker.repository(Access(second, "octo"), NAME) == app.it.repository
    assert len(app.it.calls(OF_TOKENS)) == 2


def test_a_token_that_github_takes_back_early_is_followed_by_another_one(app: Installed) -> None:
    here = desk(app)
    app.it.fake.revoke_token(here.token())
    work = here.store.unit_of_work
    access = AccessToProvider(work, here.refresh.vault, here.refresh, {})
    retry = RetryRefused(work, app.it.fake.clock)
    tracker = app.it.tracker
    found = retry(here.connection.id, lambda: tracker.repository(access(here.connection), NAME))
    assert found == app.it.repository
    assert here.state is ConnectionState.ACTIVE
    assert len(app.it.calls(OF_TOKENS)) == 2


def test_when_the_app_is_uninstalled_the_owner_must_connect_anew(app: Installed) -> None:
    here = desk(app)
    here.token()
    app.it.fake.uninstall_app(app.grant.installation or 0)
    app.it.fake.clock.advance(timedelta(hours=1))
    with pytest.raises(ProviderRefused):
        here.token()
    assert here.state is ConnectionState.NEEDS_RECONNECT


def test_when_github_is_away_the_connection_stays_as_it_is(app: Installed) -> None:
    here = desk(app)
    app.it.fake.fail_next(OF_TOKENS, server_error())
    with pytest.raises(ProviderUnavailable):
        here.token()
    assert here.state is ConnectionState.ACTIVE
    app.it.fake.clock.advance(timedelta(minutes=1))
    assert here.token()
