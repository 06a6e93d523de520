"""The pages where people sign in with a password of ours, and out again."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime
from math import ceil
from typing import assert_never

from anyio.to_thread import run_sync
from attrs import frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.adapters.browsers import (
    SESSION,
    cookie,
    cookie_name,
    proof_of,
    require_our_page,
    require_proof,
    session_secret,
)
from tt_integrations.domain.errors import Forged, IntegrationError
from tt_integrations.domain.usecases.sign_in import (
    Credentials,
    SignedIn,
    TooManyTries,
    WrongPassword,
)
from tt_integrations.entrypoints.http.asking import PROOF, Asked, asked, body_of_request, form_of
from tt_integrations.entrypoints.http.errors import body_of, status_of
from tt_integrations.entrypoints.http.front_door import FrontDoor
from tt_integrations.entrypoints.web.next_page import local
from tt_integrations.ports.identity import Identity

BEFORE = "tt_sign_in"
"""The cookie that binds the form to the browser: nobody shall sign somebody else in as themselves."""
STALE = "This page had become stale. Please sign in again."
log = logging.getLogger(__name__)


@frozen
class SigningIn:
    identity: Identity
    door: FrontDoor

    def routes(self) -> list[Route]:
        return [
            Route("/sign-in", self.form, methods=["GET"]),
            Route("/sign-in", self.sign_in, methods=["POST"]),
            Route("/sign-out", asked(self.identity, self.sign_out), methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        return self._form(request, local(request.query_params.get("next")))

    async def sign_in(self, request: Request) -> Response:
        body = await body_of_request(request)
        return await run_sync(self._sign_in, request, body or b"")

    def _sign_in(self, request: Request, body: bytes) -> Response:
        try:
            fields = form_of(body)
            wanted = local(fields.get("next"))
            self._require_ours(request, fields.get(PROOF, ""))
            return self._tried(
                request, fields.get("username", ""), fields.get("password", ""), wanted
            )
        except Forged as error:
            return self._form(request, wanted, status_of(error), STALE)
        except IntegrationError as error:
            sentence = f"{body_of(error)['error']}. Please try again."
            return self._form(request, local(None), status_of(error), sentence)

    def _require_ours(self, request: Request, proof: str) -> None:
        require_our_page(request.headers, self.door.pages.public_address)
        before = cookie(request.headers, self._name(BEFORE))
        if not before:
            raise Forged("no form was asked for")
        require_proof(before, proof)

    def _tried(self, request: Request, username: str, password: str, wanted: str) -> Response:
        peer = request.client.host if request.client else ""
        place = self.door.proxies.place(peer, request.headers.getlist("x-forwarded-for"))
        former = session_secret(request.headers, self.door.pages.public_address)
        # no usernames in the log: people type passwords where a name belongs
        match self.door.accounts.sign_in(Credentials(username, password, place, former)):
            case SignedIn(person, secret):
                log.info("person %s signed in from %s", person.id, place)
                return self._welcome(secret, wanted)
            case WrongPassword():
                log.warning("a sign-in from %s failed", place)
                sentence = "The username or the password is wrong."
                return self._form(request, wanted, 401, sentence, username)
            case TooManyTries(until):
                log.warning("too many tries to sign in, the last from %s", place)
                return self._too_many(request, wanted, username, until)
            case unknown:
                assert_never(unknown)

    def _too_many(self, request: Request, wanted: str, username: str, until: datetime) -> Response:
        seconds = (until - self.door.accounts.sign_in.clock.now()).total_seconds()
        minutes = max(1, ceil(seconds / 60))
        unit = "minute" if minutes == 1 else "minutes"
        sentence = f"That was tried too often. Please try again in {minutes} {unit}."
        answer = self._form(request, wanted, 429, sentence, username)
        answer.headers["retry-after"] = str(max(1, ceil(seconds)))
        return answer

    def _welcome(self, secret: str, wanted: str) -> Response:
        answer = RedirectResponse(
            f"{self.door.pages.root}{wanted}", 303, {"cache-control": "no-store"}
        )
        lifetime = self.door.accounts.sign_in.lifetimes.absolute
        self._keep(answer, SESSION, secret, int(lifetime.total_seconds()))
        self._keep(answer, BEFORE, "", 0)
        return answer

    def _form(
        self,
        request: Request,
        wanted: str,
        status: int = 200,
        problem: str = "",
        username: str = "",
    ) -> Response:
        before = cookie(request.headers, self._name(BEFORE)) or secrets.token_urlsafe(32)
        answer = self.door.pages.render(
            "sign_in.html",
            status,
            proof=proof_of(before),
            next=wanted,
            problem=problem,
            username=username,
        )
        self._keep(answer, BEFORE, before, None)
        return answer

    def sign_out(self, asking: Asked) -> Response:
        secret = asking.cookies.get(self._name(SESSION), "")
        if secret:
            self.door.accounts.sign_out(secret)
        answer = RedirectResponse(
            f"{self.door.pages.root}/sign-in", 303, {"cache-control": "no-store"}
        )
        self._keep(answer, SESSION, "", 0)
        return answer

    def _name(self, name: str) -> str:
        return cookie_name(name, self.door.pages.public_address)

    def _keep(self, answer: Response, name: str, value: str, seconds: int | None) -> None:
        """None: until the browser is closed; 0: no longer."""
        answer.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=self.door.pages.public_address.startswith("https:"),
            httponly=True,
            samesite="lax",  # who follows a link from a chat is still signed in
        )
