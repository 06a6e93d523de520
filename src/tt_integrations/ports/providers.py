"""What the use cases ask of a provider's own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import AddressCheck, Arrival, Delivery


class Dialect(Protocol):
    """Pure: no input and output, no clock. Called in the order of its methods."""

    @property
    def signing_secret(self) -> str:
        """The name of the setting that holds the secret arrivals are signed with."""
        ...

    @property
    def token(self) -> str:
        """The name of the setting that holds a token which the owner pasted."""
        ...

    @property
    def takes_commands(self) -> bool:
        """Whether people command us by it, so that nothing comes of it for somebody who is not linked."""
        ...

    @property
    def makes_secret(self) -> bool:
        """Whether we make the signing secret up and the owner takes it to the provider, not the other way round."""
        ...

    def greeting(self, delivery: Delivery) -> AddressCheck | None:
        """What may be answered to anybody, because it tells and does nothing; None for all else."""
        ...

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        """Where the delivery claims to come from, the most particular first. Total: nothing is trusted yet."""
        ...

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:
        """Return if the delivery was signed with `secret` lately; otherwise raise Untrusted."""
        ...

    def read(self, delivery: Delivery) -> Arrival:
        """What a verified delivery says. Raises MalformedPayload naming the place that is wrong."""
        ...

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        """The addresses that saved settings stand for, each with whether its sender is the owner."""
        ...

    def linked(self, address: Address) -> Mapping[str, object]:
        """The settings that say: the sender at that address, one of `senders`, is the owner."""
        ...

    def unlinked(self) -> Mapping[str, object]:
        """The settings that say: no sender is the owner."""
        ...
