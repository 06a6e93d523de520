"""Where browsers come by: to a provider's consent page and back, and to the address that a person was given to link
themselves.

A page here has no script and no style of its own, and looking at one changes nothing.
"""

from __future__ import annotations

import secrets
from html import escape
from typing import assert_never
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from attrs import frozen
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tt_integrations.domain.errors import IntegrationError
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

COOKIE = "tt_consent"
"""Binds a consent to the browser that began it."""
TEN_MINUTES = 600
PRIVATE = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    # the address of a link is a secret, though not to us: without it a browser would hide whose page sent the form
    "referrer-policy": "same-origin",
}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


@frozen
class Connecting:
    application: Application
    public_address: str

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
            path=urlsplit(f"{self.public_address}/integrations/{asking.provider}").path,
            secure=self.public_address.startswith("https:"),
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
        except IntegrationError as error:
            sentence = str(body_of(error)["error"])
            return _page(status_of(error), "Not connected", sentence)
        match outcome:
            case Connected():
                return _page(200, f"{provider.title} is connected", "You can close this page.")
            case ConsentExpired():
                sentence = "This attempt has expired, or was begun in another browser. Please connect again."
                return _page(400, "Not connected", sentence)
            case ConsentDenied(reason):
                return _page(400, "Not connected", f"{provider.title} says: {reason}.")
            case unknown:
                assert_never(unknown)

    def show_link(self, asking: Asked) -> Response:
        match self._cards(asking).show_link(asking.provider, asking.path["code"]):
            case LinkShown(sender, team):
                return _confirm(
                    asking, self.application.provider(asking.provider).title, sender, team
                )
            case LinkExpired():
                return _page(410, "This link has expired", EXPIRED)
            case unknown:
                assert_never(unknown)

    def link(self, asking: Asked) -> Response:
        match self._cards(asking).link(asking.provider, asking.path["code"]):
            case Linked():
                return _page(200, "You are linked", "Your commands act as you from now on.")
            case LinkExpired():
                return _page(410, "This link has expired", EXPIRED)
            case unknown:
                assert_never(unknown)

    def _cards(self, asking: Asked) -> Cards:
        return Cards(self.application, asking.person.id, self.public_address)


EXPIRED = "It works once, for ten minutes. Please ask for a new one."


def _confirm(asking: Asked, title: str, sender: str, team: str) -> Response:
    """The person decides: whoever sent them the address may not be who they think."""
    question = (
        f"<p>The {escape(title)} user <strong>{escape(sender)}</strong> of the team "
        f"<strong>{escape(team)}</strong> will start and stop timers as "
        f"<strong>{escape(asking.person.name)}</strong>. Only go on if that is you: you asked for this "
        f"address yourself, a moment ago.</p>"
        '<form method="post">'
        f'<input type="hidden" name="csrf_token" value="{escape(asking.csrf)}">'
        "<button>Link this user to me</button></form>"
    )
    return _html(200, f"Link {title} to {asking.person.name}", question)


def _page(status: int, title: str, sentence: str) -> Response:
    return _html(status, title, f"<p>{escape(sentence)}</p>")


def _html(status: int, title: str, body: str) -> Response:
    return HTMLResponse(PAGE.format(title=escape(title), body=body), status, PRIVATE)
