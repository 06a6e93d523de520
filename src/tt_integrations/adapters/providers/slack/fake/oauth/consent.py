"""The page on which a person lets the app in: `/oauth/v2/authorize`.

Source: docs.slack.dev, authentication/installing-with-oauth.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from attrs import frozen

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.slack.fake.directory import person, team_of
from tt_integrations.adapters.providers.slack.fake.grants import Code
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.refusal import Refused

PATH = "/oauth/v2/authorize"


@frozen
class Consent:
    memory: Memory

    def respond(self, request: Request) -> Response:
        """GET shows the page; POST is a click on Allow or Cancel and leads back to the app."""
        with self.memory.lock:
            try:
                asked = dict(request.query) if request.method == "GET" else request.form()
                if request.method == "GET":
                    return _html(200, self._page(asked))
                return Response(302, {"location": self._answered(asked)})
            except (Refused, ValueError) as no:
                return _html(400, f"<h1>Something went wrong</h1><p>{escape(str(no))}</p>")

    def allow(self, url: str, user: str, *, answer: str = "allow") -> str:
        """A person opens an authorize URL and clicks; gives the address the browser is sent to.

        `answer` is `allow` or `cancel`. Raises ValueError for what the page would refuse.
        """
        asked = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        with self.memory.lock:
            try:
                return self._answered({**asked, "user": user, "answer": answer})
            except Refused as no:
                raise ValueError(no.error) from None

    def _page(self, asked: Mapping[str, str]) -> str:
        self._check(asked)
        team = team_of(self.memory, asked.get("team") or None)
        hidden = "".join(
            f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">'
            for k, v in asked.items()
        )
        people = "".join(
            f'<option value="{escape(u.id)}">{escape(u.real_name or u.name)}</option>'
            for u in self.memory.users.values()
            if u.team_id == team.id and not u.is_bot
        )
        wanted = escape(", ".join(filter(None, (asked.get("scope"), asked.get("user_scope")))))
        return (
            f"<h1>{escape(self.memory.app.name)} wants to access {escape(team.name)}</h1>"
            f'<p>It asks for: {wanted}</p><form method="post" action="{PATH}">{hidden}'
            f'<label>As <select name="user">{people}</select></label>'
            '<button name="answer" value="allow">Allow</button>'
            '<button name="answer" value="cancel">Cancel</button></form>'
        )

    def _answered(self, asked: Mapping[str, str]) -> str:
        self._check(asked)
        result = {"state": asked.get("state", "")}
        if asked.get("answer") == "allow":
            result = {"code": self._issue(asked).value, **result}
        else:
            result = {"error": "access_denied", **result}
        target = asked.get("redirect_uri") or self.memory.app.redirect_urls[0]
        return f"{target}{'&' if '?' in target else '?'}{urlencode(result)}"

    def _issue(self, asked: Mapping[str, str]) -> Code:
        team = team_of(self.memory, asked.get("team") or None)
        code = Code(
            f"{self.memory.number()}.{secrets.token_hex(16)}",
            team.id,
            person(self.memory, team.id, asked.get("user", "")).id,
            _scopes(asked.get("scope", "")),
            _scopes(asked.get("user_scope", "")),
            self.memory.clock.timestamp(),
            asked.get("redirect_uri", ""),
            asked.get("code_challenge", ""),
        )
        self.memory.codes[code.value] = code
        return code

    def _check(self, asked: Mapping[str, str]) -> None:
        app = self.memory.app
        if asked.get("client_id") != app.client_id:
            raise Refused("invalid_client_id")
        target = asked.get("redirect_uri", "")
        if not target and not app.redirect_urls:
            raise Refused("bad_redirect_uri")
        if target and app.redirect_urls and not any(_below(target, u) for u in app.redirect_urls):
            raise Refused("bad_redirect_uri")
        if not (asked.get("scope") or asked.get("user_scope")):
            raise Refused("invalid_scope")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            raise Refused("invalid_code_challenge_method")


def _below(target: str, registered: str) -> bool:
    """The registered address itself, with a query, or a folder below it."""
    rest = target.removeprefix(registered.rstrip("/")) if target.startswith(registered) else "x"
    return rest == "" or rest[0] in "/?"


def _scopes(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.replace(" ", ",").split(",")))


def _html(status: int, content: str) -> Response:
    page = f'<!doctype html><html lang="en"><title>Slack</title><body>{content}</body></html>'
    return Response(status, {"content-type": "text/html; charset=utf-8"}, page.encode())
