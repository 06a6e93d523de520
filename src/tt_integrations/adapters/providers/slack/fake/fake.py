"""The fake Slack as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import httpx
from attrs import frozen

from tt_integrations.adapters.fakes.callback import Call, call_over_http
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault, Faults
from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.fakes.server import Served, served
from tt_integrations.adapters.fakes.shell import app_of
from tt_integrations.adapters.fakes.transport import transport_to
from tt_integrations.adapters.providers.slack.fake.app import App
from tt_integrations.adapters.providers.slack.fake.deliveries import Delivery
from tt_integrations.adapters.providers.slack.fake.dialogs import Dialogs
from tt_integrations.adapters.providers.slack.fake.events import Events
from tt_integrations.adapters.providers.slack.fake.installing import Installing
from tt_integrations.adapters.providers.slack.fake.interacting import Interacting
from tt_integrations.adapters.providers.slack.fake.interactions import Interactions
from tt_integrations.adapters.providers.slack.fake.json_values import answering_json, as_json
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.oauth.access import Access
from tt_integrations.adapters.providers.slack.fake.oauth.consent import PATH as AUTHORIZE
from tt_integrations.adapters.providers.slack.fake.oauth.consent import Consent
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import Tokens
from tt_integrations.adapters.providers.slack.fake.outgoing import Outgoing
from tt_integrations.adapters.providers.slack.fake.provider_faults import KINDS
from tt_integrations.adapters.providers.slack.fake.reading import Reading
from tt_integrations.adapters.providers.slack.fake.response_urls import PREFIXES, ResponseUrls
from tt_integrations.adapters.providers.slack.fake.seeding import Seeding
from tt_integrations.adapters.providers.slack.fake.settings_action import Settings
from tt_integrations.adapters.providers.slack.fake.slash import Commands
from tt_integrations.adapters.providers.slack.fake.view import View
from tt_integrations.adapters.providers.slack.fake.web.catalogue import METHODS
from tt_integrations.adapters.providers.slack.fake.web.dispatch import WebApi
from tt_integrations.adapters.providers.slack.fake.web.limits import Limits

PATIENCE = 3.0
"""Seconds within which Slack wants an answer."""
API = "/api/"
URLS = ("slash_url", "events_url", "interactivity_url")
ACTIONS = (
    "add_team", "add_user", "add_channel", "archive", "invite", "kick", "deactivate", "issue_bot_token",
    "issue_user_token", "revoke_token", "expire_token", "slash", "ssl_check", "send_event", "send_events",
    "redeliver", "run_retries", "uninstall", "verify_url", "app_rate_limited", "allow", "configure",
    "messages", "ephemerals", "profile", "click", "click_in_view", "submit_view", "close_view", "shortcut",
    "message_action",
)  # fmt: skip
"""What the control surface may call, beside the clock and the faults."""


@frozen
class Seen:
    """A request to the fake; `response` is None where the caller got none."""

    operation: str
    request: Request
    response: Response | None


class FakeSlack:
    """Slack in memory. Every keyword has a default: team T0SANDBOX, app A0SANDBOX, a channel #general, a bot token.

    `request_url`: where slash commands, events and interactions go. `call`: how they get there.
    `enforce_rate_limits`: answer 429 as documented, a message per second and channel and the tiers.
    What can be done with it stands beside each of its parts: `Seeding`, `Installing`, `Commands`, `Events`,
    `Interactions`, `Dialogs`, `Consent`, `Reading` and `Settings`.
    """

    name = "slack"
    fault_kinds: Mapping[str, Callable[..., Fault]] = KINDS

    def __init__(  # noqa: PLR0913  # every keyword is a setting of its own, named by the tests that need it
        self,
        *,
        signing_secret: str = "fake-signing-secret",  # noqa: S107  # opens nothing but this fake
        request_url: str | None = None,
        clock: ProviderClock | None = None,
        call: Call | None = None,
        team: str = "T0SANDBOX",
        app_id: str = "A0SANDBOX",
        enforce_rate_limits: bool = False,
    ) -> None:
        self.clock = clock or ProviderClock()
        self.app = App(id=app_id, signing_secret=signing_secret)
        self.memory = Memory(self.clock, self.app, "https://slack.test", team)
        self.faults = Faults()
        self.answer_lost = self.faults.answer_lost
        self.requests: list[Seen] = []
        self._assemble(call or partial(call_over_http, timeout=PATIENCE), enforce_rate_limits)
        if request_url:
            self.request_url = request_url
        self.add_team(team)
        self.bot_token = self.issue_bot_token()

    def _assemble(self, call: Call, enforce_rate_limits: bool) -> None:  # noqa: FBT001  # passed on once
        tokens, outgoing = Tokens(self.memory), Outgoing(self.memory, call)
        limits = Limits(self.clock, enforce_rate_limits)
        methods = {**METHODS, **Access(tokens).methods()}
        self._web = WebApi(self.memory, tokens, limits, methods)
        self._consent, self._answers = Consent(self.memory), ResponseUrls(self.memory)
        self.allow, self.configure = self._consent.allow, Settings(self.memory).configure
        self._offer_seeding(Seeding(self.memory), Installing(tokens))
        self._offer_calling(outgoing, Events(self.memory, outgoing, tokens))
        reading = Reading(self.memory)
        self.messages, self.ephemerals = reading.messages, reading.ephemerals
        self.profile, self._views = reading.profile, reading.open_views

    def _offer_seeding(self, seeding: Seeding, installing: Installing) -> None:
        self.add_team, self.add_user = seeding.add_team, seeding.add_user
        self.add_channel, self.archive = seeding.add_channel, seeding.archive
        self.invite, self.kick, self.deactivate = seeding.invite, seeding.kick, seeding.deactivate
        self.issue_bot_token, self.issue_user_token = installing.bot_token, installing.user_token
        self.revoke_token, self.expire_token = installing.revoke_token, installing.expire_token

    def _offer_calling(self, outgoing: Outgoing, events: Events) -> None:
        commands = Commands(self.memory, outgoing)
        self.slash, self.ssl_check = commands.slash, commands.ssl_check
        self.send_event, self.send_events = events.send_event, events.send_events
        self.redeliver, self.run_retries = events.redeliver, events.run_retries
        self.uninstall, self.verify_url = events.uninstall, events.verify_url
        self.app_rate_limited = events.rate_limited
        interacting = Interacting(self.memory, outgoing)
        clicks, dialogs = Interactions(interacting), Dialogs(interacting)
        self.click, self.click_in_view = clicks.click, dialogs.click_in_view
        self.submit_view, self.close_view = dialogs.submit_view, dialogs.close_view
        self.shortcut, self.message_action = clicks.shortcut, clicks.message_action

    @property
    def views(self) -> list[View]:
        """The modals and Home tabs on somebody's screen."""
        return self._views()

    @property
    def deliveries(self) -> list[Delivery]:
        """What was sent to the app, oldest first."""
        with self.memory.lock:
            return list(self.memory.deliveries)

    @property
    def actions(self) -> Mapping[str, Callable[..., Any]]:
        return {name: answering_json(getattr(self, name)) for name in ACTIONS}

    @property
    def request_url(self) -> str | None:
        """Where commands go; setting it sends events and interactions there, too."""
        return self.app.slash_url

    @request_url.setter
    def request_url(self, address: str) -> None:
        self.configure(request_url=address)

    def fail_next(self, operation: str, fault: Fault, times: int | None = 1) -> None:
        """Let the next calls of a method (`chat.postMessage`), `authorize` or `response_url` meet a fault."""
        self.faults.fail_next(operation, fault, times)

    def respond(self, request: Request) -> Response:
        operation, carry_out = self._operation(request)
        response: Response | None = None
        try:
            response = self.faults.through(operation, carry_out)
            return response
        finally:
            with self.memory.lock:
                self.requests.append(Seen(operation, request, response))

    def _operation(self, request: Request) -> tuple[str, Callable[[], Response]]:
        path = request.path
        if path.startswith(API):
            method = path.removeprefix(API)
            return method, lambda: self._web.respond(method, request)
        if path == AUTHORIZE:
            return "authorize", lambda: self._consent.respond(request)
        if path.startswith(PREFIXES):
            return "response_url", lambda: self._answers.respond(request)
        return "unknown", lambda: json_response({"ok": False, "error": "not_found"}, 404)

    def state(self) -> Mapping[str, Any]:
        """Settings, people, places and what was said; without tokens and secrets."""
        names = ("teams", "users", "channels", "messages", "ephemerals", "scheduled", "views")
        with self.memory.lock:
            shown = {name: as_json(getattr(self.memory, name)) for name in names}
        urls = {name: getattr(self.app, name) for name in URLS}
        return {**shown, "app": {"id": self.app.id, "name": self.app.name, **urls}}

    @property
    def transport(self) -> httpx.MockTransport:
        """For `httpx.Client(transport=...)`, under any host."""
        return transport_to(self)

    @contextmanager
    def serve(self, port: int = 0) -> Iterator[Served]:
        """On loopback while the block runs; response URLs then point there."""
        with served(app_of(self), port) as here:
            self.configure(base=here.url)
            yield here
