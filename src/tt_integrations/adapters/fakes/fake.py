"""What the shell, the transport and the control surface need of a fake provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault, Faults
from tt_integrations.adapters.fakes.http import Request, Response


class FakeProvider(Protocol):
    """`actions`: what somebody does on the provider's side, by name, called with JSON values as keywords.

    `fault_kinds`: how to make the provider's own faults by name, beside the generic ones of `faults.GENERIC`.
    """

    @property
    def name(self) -> str: ...
    @property
    def clock(self) -> ProviderClock: ...
    @property
    def faults(self) -> Faults: ...
    @property
    def actions(self) -> Mapping[str, Callable[..., Any]]: ...
    @property
    def fault_kinds(self) -> Mapping[str, Callable[..., Fault]]: ...

    def respond(self, request: Request) -> Response:
        """Carry out a request to the provider. Raises AnswerLost or Hanging where there is no answer."""
        ...

    def state(self) -> Mapping[str, Any]:
        """All that the fake remembers, as JSON values."""
        ...
