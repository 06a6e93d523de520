"""One call of the Calendar API, once it is known what is asked, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request
from tt_integrations.adapters.providers.google_calendar.fake import scopes
from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, at_least
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    auth_error,
    bad_request,
    insufficient_permissions,
    login_required,
    not_found,
    required_access,
)
from tt_integrations.adapters.providers.google_calendar.fake.tokens import AccessToken


@frozen
class Call:
    """`names`: what the path names; `asked`: the query; `allowed`: the scopes that open the method."""

    memory: Memory
    request: Request
    names: Mapping[str, str]
    asked: Mapping[str, Any]
    token: AccessToken
    allowed: frozenset[str]
    now: datetime

    @property
    def email(self) -> str:
        return self.token.email

    def body(self) -> Any:
        """Raises Refusal (400) for what is not JSON."""
        try:
            return self.request.json()
        except ValueError:
            raise bad_request("Parse Error") from None

    def calendar(self) -> Calendar:
        """Raises Refusal: 404 for one the account cannot see, 403 for one the token cannot reach."""
        name = self.names["calendar"]
        found = self.memory.calendars.get(self.email if name == "primary" else name)
        if not found or self.role(found) is None:
            raise not_found()
        owned = self.role(found) == "owner"
        kinds = {"owned": owned, "made_by_app": found.made_by_app, "public": found.public}
        usable = self.token.scopes & self.allowed
        if not any(scopes.opens(scope, **kinds) for scope in usable):
            raise insufficient_permissions()
        return found

    def role(self, calendar: Calendar) -> str | None:
        role = calendar.role_of(self.email) or ("reader" if calendar.public else None)
        if role and scopes.only_free_busy(self.token.scopes):
            return "freeBusyReader"
        return role

    def writable(self) -> Calendar:
        """Raises Refusal (403) for a reader, besides what `calendar` raises."""
        found = self.calendar()
        if not at_least(self.role(found) or "freeBusyReader", "writerWithoutPrivateAccess"):
            raise required_access("writer")
        return found


def caller(memory: Memory, request: Request, allowed: frozenset[str]) -> AccessToken:
    """Who calls. Raises Refusal: 401 for no token or a dead one, 403 for the wrong scopes."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if not text:
        text = dict(request.query).get("oauth_token", "")
        if not text:
            raise login_required()
    elif scheme.lower() != "bearer":
        raise auth_error()
    token = memory.tokens.access.get(text.strip())
    if not token or memory.clock.now() >= token.dies:
        raise auth_error()
    if not token.scopes & allowed:
        raise insufficient_permissions()
    return token
