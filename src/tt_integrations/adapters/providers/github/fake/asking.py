"""A request on its way to the function that answers it, with all that was found out about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.providers.github.fake.access import Caller
from tt_integrations.adapters.providers.github.fake.limits import Limits
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Repository
from tt_integrations.adapters.providers.github.fake.refusals import not_found


@frozen
class Ask:
    """`rest`: the path below the repository; `params`: what the path holds."""

    memory: Memory
    limits: Limits
    request: Request
    caller: Caller
    params: Mapping[str, str]
    rest: str = ""
    inside: Repository | None = None

    @property
    def repo(self) -> Repository:
        if self.inside is None:
            raise not_found()
        return self.inside

    def number(self, name: str) -> int:
        return int(self.params[name])


def created(payload: Mapping[str, Any]) -> Response:
    """201, with the new thing's address as its Location."""
    return json_response(payload, 201, location=payload["url"])


def shown(payload: Mapping[str, Any], changed_at: datetime) -> Response:
    """200 with Last-Modified."""
    return json_response(payload, last_modified=format_datetime(changed_at, usegmt=True))


EMPTY = Response(204)
