"""The fake GitHub beside a sandbox: one account, one repository, a token to be pasted."""

from __future__ import annotations

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import UnitOfWork

GITHUB = "github_connector"
LOGIN, REPOSITORY = "anna", "anna/web"


def fake_github(clock: ProviderClock, token: str) -> FakeGitHub:
    """Anna owns the repository and may do everything there; Ben may write issues. By its id it is another one each time,
    since its issues count from 1 again."""
    fake = FakeGitHub(clock, answer_first=True, first_id=int(clock.now().timestamp()))
    fake.add_user(LOGIN, "Anna Alder")
    fake.add_user("ben", "Ben Birch")
    fake.add_token(LOGIN, text=token)
    fake.add_repository(REPOSITORY, collaborators=["ben"])
    return fake


def begin_anew(unit_of_work: UnitOfWork, vault: Vault, clock: Clock) -> None:
    """Let every connection learn its repositories and webhooks again: the fake forgets those of the last run."""
    store, dialect = StoreSettings(vault), GitHubDialect()
    with unit_of_work() as tx:
        for connection in tx.connections.working(GITHUB, None):
            store(tx, dialect, connection, Changes({"known_repositories": []}))
            tx.jobs.enqueue(sync_job(connection.id, "the sandbox began", clock.now()))
        tx.commit()
