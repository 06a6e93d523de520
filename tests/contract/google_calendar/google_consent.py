"""A client of Google's that is let in by consent, and our side of it."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

from attrs import evolve
from google_ground import ME, NINE, calendar_over

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.oauth import GoogleOAuth
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant

BACK = "https://tt.example/integrations/google/callback"
VERIFIER = "a-verifier-of-at-least-forty-three-characters"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
BOTH = {"sync_direction": "both"}
ASK = ConsentAsk("state/1&2", CHALLENGE.decode(), BACK, BOTH)
OLD = Grant("ya29.old", "1//old", NINE, frozenset({"openid"}))


def google_with_ada() -> FakeGoogle:
    fake = FakeGoogle(ProviderClock(NINE))
    fake.add_account(ME, "Ada")
    return fake


def oauth_with(fake: FakeGoogle) -> GoogleOAuth:
    client = fake.client
    return GoogleOAuth(Clients(fake.transport), fake.clock, client.client_id, client.client_secret)


def consented(
    fake: FakeGoogle,
    oauth: GoogleOAuth,
    scopes: list[str] | None = None,
    direction: Direction = Direction.BOTH,
) -> ConsentGiven:
    """`scopes`: those whose boxes are ticked, None for all."""
    settings = {"sync_direction": direction.value}
    back = fake.approve(oauth.consent_address(evolve(ASK, settings=settings)), ME, scopes)
    code = parse_qs(urlsplit(back).query)["code"][0]
    return ConsentGiven(code, VERIFIER, BACK, settings)


def granted(fake: FakeGoogle, oauth: GoogleOAuth) -> Grant:
    return oauth.exchange(consented(fake, oauth)).grant


def knows(fake: FakeGoogle, grant: Grant) -> bool:
    calendar = calendar_over(fake.transport)
    try:
        return calendar.role(Access(grant.access_token, ME), "primary") == "owner"
    except ProviderRefused:
        return False
