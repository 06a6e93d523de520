"""A provider nobody brought is not connected."""

from __future__ import annotations

from typing import Any

import pytest

from tt_integrations.adapters.vault import AesGcmVault, new_key
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.check_connection import CheckConnection, NotConfigured
from tt_integrations.domain.usecases.connect_provider import ConnectProvider, NewProviderConnection
from tt_integrations.domain.usecases.receive_delivery import ReceiveDelivery
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.testing.memory import MemoryUnitOfWork

VAULT = AesGcmVault({"k1": new_key()})


def test_its_deliveries_are_not_connected(unit_of_work: MemoryUnitOfWork) -> None:
    nobody: Any = None  # it is not asked
    receive = ReceiveDelivery(
        unit_of_work, VAULT, nobody, {}, nobody, nobody, nobody, nobody, nobody
    )
    with pytest.raises(NotConnected, match="carrier_pigeon"):
        receive(Delivery("carrier_pigeon", {}, b""))


def test_no_connection_to_it_is_stored(unit_of_work: MemoryUnitOfWork) -> None:
    new = NewProviderConnection(
        PersonId(1), "carrier_pigeon", "Pigeon", ConnectionKey("k"), {}, {"secret": "coo"}
    )
    with pytest.raises(NotConnected, match="carrier_pigeon"):
        ConnectProvider(unit_of_work, StoreSettings(VAULT), {})(new)
    with unit_of_work.reading() as tx:
        assert tx.connections.owned("carrier_pigeon", PersonId(1)) is None


def test_checking_it_is_a_value(unit_of_work: MemoryUnitOfWork) -> None:
    nobody: Any = None  # it is not asked
    check = CheckConnection(unit_of_work, VAULT, {}, {}, {}, nobody, nobody)
    asked = ConnectionOf(PersonId(1), "carrier_pigeon")
    assert check(asked) == NotConfigured("carrier_pigeon")


def test_a_plain_secret_is_not_shown_with_the_command_that_brings_it() -> None:
    new = NewProviderConnection(
        PersonId(1), "carrier_pigeon", "Pigeon", ConnectionKey("k"), {}, {"secret": "coo-coo"}
    )
    assert "coo-coo" not in repr(new)
