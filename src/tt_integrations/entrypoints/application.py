"""What an entrypoint is given: the use cases, ready to be called. Only the container builds one."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.adapters.providers import Provider
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.delivery import Answer, Delivery
from tt_integrations.domain.usecases.adopt_connections import AdoptConnections
from tt_integrations.domain.usecases.check_connection import CheckConnection
from tt_integrations.domain.usecases.connect_provider import ConnectProvider
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.show_connection import ShowConnection
from tt_integrations.ports.identity import Identity


@frozen
class Application:
    receive: ReceiveDelivery
    connect: ConnectProvider
    adopt: AdoptConnections
    show: ShowConnection
    check: CheckConnection
    identity: Identity
    providers: Mapping[str, Provider]

    def provider(self, name: str) -> Provider:
        """The provider of that name. Raises NotConnected when there is none."""
        try:
            return self.providers[name]
        except KeyError:
            raise NotConnected(f"there is no provider {name!r}") from None

    def answer(self, provider: Provider, delivery: Delivery) -> Answer:
        """Carry a delivery out and put the outcome into the provider's own format."""
        return provider.write(self.receive(delivery))
