"""Everything the container knows can be built, and is what it says."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from attrs import field, fields, frozen
from dependency_injector import providers
from house import VAULT

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.identity import BearerIdentity
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.people import Asking
from tt_integrations.entrypoints import fresh
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, _Container, build
from tt_integrations.entrypoints.made import made


@pytest.fixture
def parts(engine: sa.Engine) -> Parts:
    return Parts(SqlUnitOfWork(engine), VAULT)


@pytest.mark.parametrize("name", sorted(_Container.providers))
def test_every_provider_of_the_container_can_be_built(parts: Parts, name: str) -> None:
    provider = _Container(parts=parts).providers[name]
    assert provider() is not None


def test_every_use_case_of_the_application_is_there_once(parts: Parts) -> None:
    application = build(parts)
    use_cases = [getattr(application, part.name) for part in fields(Application)]
    assert None not in use_cases
    assert application.receive.slash.start.unit_of_work is parts.unit_of_work
    assert application.receive.vault is application.check.vault is VAULT


def test_without_an_identity_of_the_hosts_bearer_tokens_decide(parts: Parts) -> None:
    assert isinstance(build(parts).identity, BearerIdentity)
    assert isinstance(build(parts).receive.clock, SystemClock)


def test_the_hosts_identity_goes_before_ours(parts: Parts) -> None:
    class Session:
        def who(self, asking: Asking) -> None:
            return None

    session = Session()
    assert build(Parts(parts.unit_of_work, VAULT, identity=session)).identity is session
    assert isinstance(build(parts).identity, BearerIdentity)


def test_two_applications_share_nothing_that_was_given_to_one(parts: Parts) -> None:
    other = Parts(SqlUnitOfWork(parts.unit_of_work.engine), VAULT)  # type: ignore[attr-defined]
    assert build(parts).receive.unit_of_work is not build(other).receive.unit_of_work


def test_an_unknown_provider_is_not_connected(parts: Parts) -> None:
    with pytest.raises(NotConnected, match="nobody"):
        build(parts).provider("nobody")


def test_connection_keys_are_fresh_long_and_fit_for_an_address() -> None:
    keys = {fresh.key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 24 and key.replace("-", "").replace("_", "").isalnum() for key in keys)


@frozen
class Cup:
    tea: str
    milk: bool = False
    sugar: int = field(default=2)


def test_a_part_is_made_of_what_is_given_then_of_what_has_the_names_of_its_fields() -> None:
    scope = {"tea": providers.Object("green"), "sugar": providers.Object(0), "cake": None}
    assert made(scope, Cup)() == Cup("green", sugar=0)
    assert made(scope, Cup, tea="black", milk=True)() == Cup("black", milk=True, sugar=0)


def test_a_part_that_nothing_fills_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="tea: Cup"):
        made({}, Cup)
