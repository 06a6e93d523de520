"""Where browsers come by: to a provider's consent page and back, and to the address that a person was given to link
themselves.

A page here runs nothing, and looking at one changes nothing.
"""

from __future__ import annotations

import secrets
from typing import assert_never
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from attrs import frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import IntegrationError, PermissionMissing
from tt_integrations.domain.usecases.finish_consent import (
    Connected,
    ConsentDenied,
    ConsentExpired,
)
from tt_integrations.domain.usecases.redeem_link import Linked, LinkExpired, LinkShown
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.cards import Cards, consent_returned
from tt_integrations.entrypoints.http.asking import Asked, asked
from tt_integrations.entrypoints.http.errors import body_of, status_of
from tt_integrations.entrypoints.web.pages import HEADERS, Pages

COOKIE = "tt_consent"
"""Binds a consent to the browser that began it."""
TEN_MINUTES = 600
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# the address of a link is a secret, though not to us: a browser that told nobody where it comes from would hide from
# us whose page sent the form
PRIVATE = {**HEADERS, "content-security-policy": STRICT}
NOT_ALLOWED = "Please connect again, and leave ticked what was left out:"
EXPIRED = "It works once, for ten minutes. Please ask for a new one."


@frozen
class Connecting:
    """`pages` without links where there are no others: nothing leads on then."""

    application: Application
    pages: Pages

    def routes(self) -> list[Route]:
        identity, base = self.application.identity, "/integrations/{provider}"
        link = f"{base}/link/{{code}}"
        return [
            Route(f"{base}/connect", asked(identity, self.connect), methods=["GET"]),
            Route(f"{base}/callback", self.callback, methods=["GET"]),
            Route(link, asked(identity, self.show_link), methods=["GET"]),
            Route(link, asked(identity, self.link), methods=["POST"]),
        ]

    def connect(self, asking: Asked) -> Response:
        session = secrets.token_urlsafe(32)
        address = self._cards(asking).consent_address(asking.provider, session)
        answer = RedirectResponse(address, 302, PRIVATE)
        answer.set_cookie(
            COOKIE,
            session,
            max_age=TEN_MINUTES,
            path=urlsplit(f"{self.pages.public_address}/integrations/{asking.provider}").path,
            secure=self.pages.public_address.startswith("https:"),
            httponly=True,
            samesite="lax",  # the way back is a navigation from the provider's site
        )
        return answer

    async def callback(self, request: Request) -> Response:
        """Whose consent it is, the state says, and the cookie that it is this browser's."""
        return await run_sync(self._returned, request)

    def _returned(self, request: Request) -> Response:
        name, session = request.path_params["provider"], request.cookies.get(COOKIE, "")
        try:
            outcome = consent_returned(self.application, name, session, request.query_params)
            provider = self.application.provider(name)
        except PermissionMissing as error:
            return self._told(status_of(error), "Not connected", f"{NOT_ALLOWED} {error.scope}")
        except IntegrationError as error:
            sentence = str(body_of(error)["error"])
            return self._told(status_of(error), "Not connected", f"{sentence.rstrip('.')}.")
        match outcome:
            case Connected():
                return self._told(200, f"{provider.title} is connected", "You can close this page.")
            case ConsentExpired():
                sentence = "This attempt has expired, or was begun in another browser. Please connect again."
                return self._told(400, "Not connected", sentence)
            case ConsentDenied(reason):
                return self._told(400, "Not connected", f"{provider.title} says: {reason}.")
            case unknown:
                assert_never(unknown)

    def show_link(self, asking: Asked) -> Response:
        match self._cards(asking).show_link(asking.provider, asking.path["code"]):
            case LinkShown(sender, team):
                return self._asked_about(asking, sender, team)
            case LinkExpired():
                return self._told(410, "This link has expired", EXPIRED, asking)
            case unknown:
                assert_never(unknown)

    def link(self, asking: Asked) -> Response:
        match self._cards(asking).link(asking.provider, asking.path["code"]):
            case Linked():
                sentence = "Your commands act as you from now on."
                return self._told(200, "You are linked", sentence, asking)
            case LinkExpired():
                return self._told(410, "This link has expired", EXPIRED, asking)
            case unknown:
                assert_never(unknown)

    def _cards(self, asking: Asked) -> Cards:
        return Cards(self.application, asking.person.id, self.pages.public_address)

    def _asked_about(self, asking: Asked, sender: str, team: str) -> Response:
        """The person decides: whoever sent them the address may not be who they think."""
        title = self.application.provider(asking.provider).title
        return self._page("link.html", 200, title=title, sender=sender, team=team, asking=asking)

    def _told(
        self, status: int, title: str, sentence: str, asking: Asked | None = None
    ) -> Response:
        return self._page("told.html", status, title=title, sentence=sentence, asking=asking)

    def _page(self, template: str, status: int, **values: object) -> Response:
        page = self.pages.render(template, status, **values)
        page.headers.update(PRIVATE)
        return page
