"""Google in one object: accounts, consent, tokens, calendars, events and pushes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from attrs import asdict

from tt_integrations.adapters.fakes.callback import Call as CallBack
from tt_integrations.adapters.fakes.callback import call_over_http
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault, Faults
from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.fakes.server import Served, served
from tt_integrations.adapters.fakes.shell import app_of
from tt_integrations.adapters.fakes.transport import transport_to
from tt_integrations.adapters.providers.google_calendar.fake import authorize, token_endpoint
from tt_integrations.adapters.providers.google_calendar.fake.accounts import Client
from tt_integrations.adapters.providers.google_calendar.fake.batch import batch
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call, caller
from tt_integrations.adapters.providers.google_calendar.fake.consent_page import DECISION_PATH
from tt_integrations.adapters.providers.google_calendar.fake.faults import KINDS
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.methods import Method, method_of
from tt_integrations.adapters.providers.google_calendar.fake.parameters import read_parameters
from tt_integrations.adapters.providers.google_calendar.fake.partial import selected
from tt_integrations.adapters.providers.google_calendar.fake.people import People
from tt_integrations.adapters.providers.google_calendar.fake.pushes import Courier
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    OAuthRefusal,
    Refusal,
    invalid_request,
    not_found,
)

OAUTH: Mapping[tuple[str, str], tuple[str, Callable[[Memory, Request], Response]]] = {
    ("GET", "/o/oauth2/v2/auth"): ("oauth2.auth", authorize.show),
    ("POST", DECISION_PATH): ("oauth2.consent", authorize.decide),
    ("POST", "/token"): ("oauth2.token", token_endpoint.token),
    ("POST", "/revoke"): ("oauth2.revoke", token_endpoint.revoke),
    ("GET", "/oauth2/v2/userinfo"): ("oauth2.userinfo", token_endpoint.userinfo),
    ("GET", "/oauth2/v3/userinfo"): ("oauth2.userinfo", token_endpoint.userinfo),
    ("GET", "/v1/userinfo"): ("oauth2.userinfo", token_endpoint.userinfo),
}
BATCH = ("POST", "/batch/calendar/v3")


class FakeGoogle:
    """A Google to test against. `client`: the program that may ask for access; `call`: how pushes are sent.

    What people do is in `people`, and there too by short names: `add_event`, `grant`, `approve` and others.
    """

    name = "google_calendar"
    fault_kinds: Mapping[str, Callable[..., Fault]] = KINDS

    def __init__(
        self,
        clock: ProviderClock | None = None,
        client: Client | None = None,
        call: CallBack = call_over_http,
    ) -> None:
        self.clock = clock or ProviderClock()
        self.client = client or Client()
        self.faults = Faults()
        self.answer_lost = self.faults.answer_lost
        self.requests: list[tuple[str, Request, Response | None]] = []
        self.memory = Memory(self.clock, Courier(call))
        self.memory.clients[self.client.client_id] = self.client
        people = self.people = People(self.memory)
        self.add_account, self.add_calendar = people.add_account, people.add_calendar
        self.add_client, self.share, self.grant = people.add_client, people.share, people.grant
        self.add_event, self.change_event = people.add_event, people.change_event
        self.rename_event, self.move_event = people.rename_event, people.move_event
        self.cancel_event, self.decline = people.cancel_event, people.decline
        self.cancel_instance, self.move_instance = people.cancel_instance, people.move_instance
        self.events, self.approve, self.deny = people.events, people.approve, people.deny
        self.revoke_grant, self.withdraw_scopes = people.revoke_grant, people.withdraw_scopes

    @property
    def actions(self) -> Mapping[str, Callable[..., Any]]:
        shared = [name for name in vars(People) if not name.startswith("_") and name != "memory"]
        own = ("expire_sync_token", "limit_pages", "serve_empty_pages", "put_app_in_testing")
        pushes = ("hold_pushes", "deliver_pushes", "lose_pushes", "retry_pushes")
        return {
            **{name: getattr(self.people, name) for name in shared},
            **{name: getattr(self, name) for name in (*own, *pushes)},
        }

    @property
    def transport(self) -> httpx.MockTransport:
        return transport_to(self)

    @contextmanager
    def serve(self, port: int = 0) -> Iterator[Served]:
        with served(app_of(self), port) as address:
            yield address

    def fail_next(self, operation: str, fault: Fault, times: int | None = 1) -> None:
        """Operations are named as in the discovery document, and oauth2.token, .revoke, .auth, .userinfo."""
        self.faults.fail_next(operation, fault, times)

    def respond(self, request: Request) -> Response:
        way = (request.method, request.path)
        found = method_of(*way)
        if way in OAUTH:
            operation, carry_out = OAUTH[way]
            return self._logged(operation, request, lambda: self._oauth(carry_out, request))
        if way == BATCH:
            return self._logged(
                "calendar.batch", request, lambda: _refusable(lambda: batch(request, self.respond))
            )
        if not found:
            return self._logged("unknown", request, not_found().response)
        method, names = found
        return self._logged(method.name, request, lambda: self._calendar(method, names, request))

    def state(self) -> Mapping[str, Any]:
        with self.memory.turn():
            return {
                "accounts": [asdict(one) for one in self.memory.accounts.values()],
                "consents": {k: list(v) for k, v in self.memory.tokens.consents.items()},
                "calendars": {
                    one.id: list(one.at().values()) for one in self.memory.calendars.values()
                },
                "channels": sorted(self.memory.channels),
                "mails": list(self.memory.mails),
                "deliveries": [
                    {"headers": dict(one.push.headers), "lost": one.lost}
                    for one in self.memory.courier.log
                ],
            }

    def expire_sync_token(self) -> None:
        """Every sync token given so far is answered with 410 from now on."""
        with self.memory.turn():
            self.memory.cursors.expire_sync_tokens()

    def limit_pages(self, size: int | None) -> None:
        """No page is longer than this, whatever maxResults says; None lifts it."""
        with self.memory.turn():
            self.memory.cursors.cap = size

    def serve_empty_pages(self, times: int = 1) -> None:
        """The next pages hold nothing but a nextPageToken."""
        with self.memory.turn():
            self.memory.cursors.empty_pages = times

    def put_app_in_testing(self, testing: bool = True) -> None:  # noqa: FBT001, FBT002 - a JSON keyword
        """The consent screen is in testing: refresh tokens given from now on die after seven days."""
        self.memory.settings.testing = testing

    def hold_pushes(self) -> None:
        self.memory.courier.holding = True

    def deliver_pushes(self) -> int:
        return self.memory.courier.release()

    def lose_pushes(self, times: int = 1) -> None:
        self.memory.courier.losing = times

    def retry_pushes(self) -> int:
        return self.memory.courier.retry()

    def _logged(
        self, operation: str, request: Request, carry_out: Callable[[], Response]
    ) -> Response:
        response = None
        try:
            response = self.faults.through(operation, carry_out)
            return response
        finally:
            self.requests.append((operation, request, response))

    def _oauth(
        self, carry_out: Callable[[Memory, Request], Response], request: Request
    ) -> Response:
        try:
            with self.memory.turn():
                return carry_out(self.memory, request)
        except OAuthRefusal as refusal:
            return refusal.response()
        except UnicodeDecodeError:
            return invalid_request("The request is not UTF-8.").response()

    def _calendar(self, method: Method, names: Mapping[str, str], request: Request) -> Response:
        return _refusable(lambda: self._carried_out(method, names, request))

    def _carried_out(self, method: Method, names: Mapping[str, str], request: Request) -> Response:
        with self.memory.turn() as now:
            token = caller(self.memory, request, method.allowed)
            asked = read_parameters(request.query, method.takes)
            call = Call(self.memory, request, names, asked, token, method.allowed, now)
            answer = method.carry_out(call)
        if answer is None:
            return Response(204)
        etag = answer.get("etag")
        if etag and request.method == "GET" and request.headers.get("if-none-match") == etag:
            return Response(304, {"etag": etag})
        if "fields" in asked:
            answer = selected(answer, asked["fields"])
        response = json_response(answer)
        return response.with_headers(etag=etag) if etag else response


def _refusable(carry_out: Callable[[], Response]) -> Response:
    try:
        return carry_out()
    except Refusal as refusal:
        return refusal.response()
