"""Webhooks on their way, those that were sent, and the requests that came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.github.fake.nouns import Hook


@frozen
class Parcel:
    """An event on its way to one hook. `guid` is shared by all hooks that one event goes to."""

    hook: Hook
    guid: str
    event: str
    action: str | None
    payload: Mapping[str, Any]
    repository_id: int | None = None
    installation_id: int | None = None
    redelivery: bool = False


@frozen
class Delivery:
    """A parcel that was sent, and what came of it: `status` "OK" for any 2xx. `duration`: seconds."""

    id: int
    parcel: Parcel
    delivered_at: datetime
    duration: float
    status: str
    status_code: int
    request_headers: Mapping[str, str]
    request_body: bytes
    response_headers: Mapping[str, str]
    response_body: str

    @property
    def guid(self) -> str:
        return self.parcel.guid

    @property
    def event(self) -> str:
        return self.parcel.event

    @property
    def action(self) -> str | None:
        return self.parcel.action

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.parcel.payload

    @property
    def succeeded(self) -> bool:
        return self.status == "OK"


@frozen
class Logged:
    """A request and its answer, None where the caller got none."""

    operation: str
    request: Request
    response: Response | None
