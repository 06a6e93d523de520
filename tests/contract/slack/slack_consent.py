"""An app that is let in by consent, and our side of it."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

from slack_calls import NINE

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.oauth import SlackOAuth
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant

BACK = "https://tt.example/integrations/slack/callback"
VERIFIER = "a-verifier-of-at-least-forty-three-characters"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
ASK = ConsentAsk("state/1&2", CHALLENGE.decode(), BACK)
OLD = Grant("xoxe.xoxb-1-old", "xoxe-1-old", NINE, frozenset({"commands"}))


def rotating_slack() -> FakeSlack:
    slack = FakeSlack(clock=ProviderClock(NINE))
    slack.add_user("U0ADA", "ada")
    slack.configure(rotates_tokens=True, redirect_urls=[BACK])
    return slack


def oauth_with(fake: FakeSlack) -> SlackOAuth:
    app = fake.app
    return SlackOAuth(Clients(fake.transport), fake.clock, app.client_id, app.client_secret)


def consented(fake: FakeSlack, oauth: SlackOAuth) -> ConsentGiven:
    back = fake.allow(oauth.consent_address(ASK), "U0ADA")
    return ConsentGiven(parse_qs(urlsplit(back).query)["code"][0], VERIFIER, BACK)
