"""A rotating token that Slack ends early is followed by another one, by the use cases that do so for every provider."""

from __future__ import annotations

from slack_calls import chat_over
from slack_consent import consented, oauth_with, rotating_slack

from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.model.connection import ConnectionKey, ConnectionState, NewConnection
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.refresh_grant import RefreshGrant
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.testing.memory import MemoryStore

KEY = "slack_connector"


def test_what_is_asked_with_a_token_that_expired_early_is_asked_with_the_next_one() -> None:
    fake, store, vault = rotating_slack(), MemoryStore(), AesGcmVault({"k": new_key()})
    work, oauth, chat = store.unit_of_work, oauth_with(fake), chat_over(fake.clock, fake.transport)
    ada = store.add_person("Ada")
    new = NewConnection(ConnectionKey("k1"), KEY, ada.id, "Slack", ConnectionState.ACTIVE)
    with work() as tx:
        connection = tx.connections.add(new)
        keep_grant(tx, vault, connection.id, oauth.exchange(consented(fake, oauth)).grant)
        tx.commit()
    refresh = RefreshGrant(work, vault, fake.clock, {KEY: oauth}, EndGrant(work, fake.clock))
    access = AccessToProvider(work, vault, refresh, {})
    first = access(connection)
    fake.expire_token(first.token)
    retry = RetryRefused(work, fake.clock)
    assert retry(connection.id, lambda: chat.workspace(access(connection))).team == "T0SANDBOX"
    assert access(connection).token != first.token
