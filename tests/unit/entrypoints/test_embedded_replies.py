"""Replies that follow what was done inside a host's own transaction."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import sqlalchemy as sa
from attrs import evolve
from hosted import typed
from house import ANNA, VAULT, House, fill
from letter_box import Mailbox

from patience import soon
from tt_integrations import Integrations, JoinedUnitOfWork, embed
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.entrypoints.joined import Joining, joining
from tt_integrations.testing.postgres import postgres

REPLY_TO = "https://hooks.slack.com/actions/T1/2/abc"


@pytest.fixture
def embedded(engine: sa.Engine) -> Iterator[Integrations]:
    made = embed(engine, VAULT)
    yield made
    made.close()


@pytest.fixture(params=["our engine", "the host's engine"])
def own(request: pytest.FixtureRequest, engine: sa.Engine) -> Iterator[sa.Engine]:
    """A host opens SQLite as it likes: with the driver's own habits, or as we do."""
    if request.param == "our engine":
        yield engine
        return
    made = sa.create_engine(engine.url)
    yield made
    made.dispose()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def replying(embedded: Integrations, mailbox: Mailbox) -> Iterator[Joining]:
    """Replies go to the mailbox, and are all there once it is closed."""
    outside = evolve(embedded.parts.outside, replies=mailbox)
    made = joining(evolve(embedded.parts, outside=outside), JoinedUnitOfWork)
    yield made
    made.close()


def test_a_reply_that_follows_waits_for_the_hosts_commit(
    house: House, replying: Joining, mailbox: Mailbox, own: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with own.connect() as connection:
        joined = replying(connection)
        assert typed(joined, house.click(f"{ANNA}:start web", REPLY_TO)).body == b""
        connection.rollback()
        assert typed(joined, house.click(f"{ANNA}:start mobile", REPLY_TO)).body == b""
        assert mailbox.letters == []
        connection.commit()
    replying.close()
    [(address, text)] = mailbox.letters
    assert address == REPLY_TO
    assert "Timer started for *Mobile app*" in text
    assert house.timers() == [(ANNA, 2)]


def test_a_reply_that_follows_is_sent_soon_and_the_host_sees_what_it_tells_of(
    house: House, embedded: Integrations, own: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    seen: list[list[tuple[int, int]]] = []
    outside = evolve(
        embedded.parts.outside, replies=lambda _address, _answer: seen.append(house.timers())
    )
    join = joining(evolve(embedded.parts, outside=outside), JoinedUnitOfWork)
    with own.begin() as connection:
        typed(join(connection), house.click(f"{ANNA}:start web", REPLY_TO))
    assert soon(lambda: seen == [[(ANNA, 1)]])
    join.close()


def test_no_reply_follows_what_the_host_undoes_with_a_savepoint(
    house: House, replying: Joining, mailbox: Mailbox, own: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with own.begin() as connection:
        savepoint = connection.begin_nested()
        typed(replying(connection), house.click(f"{ANNA}:start web", REPLY_TO))
        savepoint.rollback()
    replying.close()
    assert (mailbox.letters, house.timers()) == ([], [])


def test_no_reply_follows_a_commit_that_fails(
    house: House, replying: Joining, mailbox: Mailbox, engine: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        nowhere = {"project_id": 999, "name": "x", "created_by": ANNA}
        connection.execute(sa.insert(tasks).values(**nowhere))
        typed(replying(connection), house.click(f"{ANNA}:start web", REPLY_TO))
        with pytest.raises(sa.exc.IntegrityError):
            connection.commit()
    replying.close()
    assert (mailbox.letters, house.timers()) == ([], [])


def test_closing_sends_the_replies_that_are_due(
    house: House, engine: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    house.connect(ANNA, "U1")
    embedded = embed(engine, VAULT)
    with engine.begin() as connection:
        click = house.click(f"{ANNA}:start web", "https://elsewhere.example/x")
        typed(embedded.joined(connection), click)
    embedded.close()
    # it was handed on before whoever sends replies was closed
    refused = "a reply was not sent: a reply address is not one of the provider's"
    assert refused in [record.message for record in caplog.records]


def test_on_postgresql_a_reply_follows_the_hosts_commit_too(
    http: httpx.Client, provider_clock: ProviderClock, mailbox: Mailbox
) -> None:
    with postgres() as running:
        engine = open_engine(running.create("tracker"))
        with engine.begin() as connection:
            upgrade(connection)
        fill(engine)
        house = House(engine, provider_clock, http)
        house.connect(ANNA, "U1")
        parts = embed(engine, VAULT).parts
        join = joining(
            evolve(parts, outside=evolve(parts.outside, replies=mailbox)), JoinedUnitOfWork
        )
        with engine.begin() as connection:
            savepoint = connection.begin_nested()
            typed(join(connection), house.click(f"{ANNA}:start web", REPLY_TO))
            savepoint.rollback()
            typed(join(connection), house.click(f"{ANNA}:start mobile", REPLY_TO))
        join.close()
        engine.dispose()
    assert ["*Mobile app*" in text for _, text in mailbox.letters] == [True]
