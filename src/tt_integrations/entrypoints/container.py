"""How everything is put together. The one place that knows every class; `build` alone sees the container."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from attrs import frozen
from dependency_injector import containers, providers

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.identity import BearerIdentity
from tt_integrations.adapters.providers import Provider, discover
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.usecases.adopt_connections import AdoptConnections
from tt_integrations.domain.usecases.answer_slash import AnswerSlash
from tt_integrations.domain.usecases.check_connection import CheckConnection
from tt_integrations.domain.usecases.connect_provider import ConnectProvider
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.report_time_from_slash import ReportTimeFromSlash
from tt_integrations.domain.usecases.show_connection import ShowConnection
from tt_integrations.domain.usecases.start_timer_from_slash import StartTimerFromSlash
from tt_integrations.domain.usecases.stop_timer_from_slash import StopTimerFromSlash
from tt_integrations.entrypoints.application import Application
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.identity import Identity
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork

_CLOCK = SystemClock()


@frozen
class Parts:
    """What the surroundings bring. `identity` None: bearer tokens from the store decide who is asking."""

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock = _CLOCK
    identity: Identity | None = None


def fresh_key() -> ConnectionKey:
    """144 random bits for an address."""
    return ConnectionKey(secrets.token_urlsafe(18))


def _dialects(found: Mapping[str, Provider]) -> Mapping[str, Dialect]:
    return {provider.key: provider.dialect for provider in found.values()}


class _Container(containers.DeclarativeContainer):
    parts: providers.Dependency[Parts] = providers.Dependency(instance_of=Parts)
    unit_of_work: providers.Provider[UnitOfWork] = parts.provided.unit_of_work
    vault: providers.Provider[Vault] = parts.provided.vault
    clock: providers.Provider[Clock] = parts.provided.clock
    bearer: providers.Provider[Identity] = providers.Singleton(
        BearerIdentity, unit_of_work=unit_of_work
    )
    discovered: providers.Provider[Mapping[str, Provider]] = providers.Singleton(discover)
    dialects: providers.Provider[Mapping[str, Dialect]] = providers.Singleton(_dialects, discovered)

    start = providers.Singleton(StartTimerFromSlash, unit_of_work=unit_of_work, clock=clock)
    stop = providers.Singleton(StopTimerFromSlash, unit_of_work=unit_of_work, clock=clock)
    report = providers.Singleton(ReportTimeFromSlash, unit_of_work=unit_of_work, clock=clock)
    slash = providers.Singleton(AnswerSlash, start=start, stop=stop, report=report)
    receive = providers.Singleton(
        ReceiveDelivery,
        unit_of_work=unit_of_work,
        vault=vault,
        clock=clock,
        dialects=dialects,
        slash=slash,
    )
    connect = providers.Singleton(
        ConnectProvider, unit_of_work=unit_of_work, vault=vault, dialects=dialects
    )
    adopt = providers.Singleton(
        AdoptConnections,
        unit_of_work=unit_of_work,
        dialects=dialects,
        fresh_key=providers.Object(fresh_key),
    )
    show = providers.Singleton(ShowConnection, unit_of_work=unit_of_work)
    check = providers.Singleton(
        CheckConnection, unit_of_work=unit_of_work, vault=vault, dialects=dialects
    )
    application: providers.Provider[Application] = providers.Singleton(
        Application,
        receive=receive,
        connect=connect,
        adopt=adopt,
        show=show,
        check=check,
        identity=bearer,
        providers=discovered,
    )


def build(parts: Parts) -> Application:
    container = _Container(parts=parts)
    if parts.identity is not None:
        container.bearer.override(providers.Object(parts.identity))
    return container.application()
