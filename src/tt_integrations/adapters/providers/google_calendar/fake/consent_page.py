"""The page on which a person says yes or no: plain HTML that a browser, or a test, can click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar.fake.refusals import OAuthRefusal

DECISION_PATH = "/signin/oauth/consent"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}
label{{display:block;margin:.6rem 0}}button{{font:inherit;padding:.4rem 1.2rem;margin-right:.6rem}}</style>
</head><body>{body}</body></html>"""
FORM = """<h1>Sign in with the fake Google</h1>
<p><b>{client}</b> wants access to your Google Account.</p>
<form method="post" action="{action}">
<input type="hidden" name="request" value="{request}">
<label>Account <select name="account">{accounts}</select></label>
<fieldset><legend>Select what it can access</legend>{scopes}</fieldset>
<p><button name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button></p>
</form>"""
BOX = '<label><input type="checkbox" name="granted" value="{0}" checked> {0}</label>'


def consent_page(
    given: Mapping[str, str], scopes: Iterable[str], accounts: Iterable[str]
) -> Response:
    """`given`: the authorization request, which the form carries along."""
    body = FORM.format(
        client=escape(given["client_id"]),
        action=DECISION_PATH,
        request=escape(urlencode(given)),
        accounts="".join(f"<option>{escape(one)}</option>" for one in accounts),
        scopes="".join(BOX.format(escape(one)) for one in scopes),
    )
    return _page(200, "Sign in - fake Google Accounts", body)


def error_page(refusal: OAuthRefusal) -> Response:
    """What the browser shows instead, when the request itself is wrong."""
    body = (
        f"<h1>Access blocked: authorization error</h1><p>{escape(refusal.description, quote=False)}</p>"
        f"<p>Error {refusal.status}: {escape(refusal.error)}</p>"
    )
    return _page(refusal.status, "Error - fake Google Accounts", body)


def _page(status: int, title: str, body: str) -> Response:
    headers = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
    return Response(status, headers, PAGE.format(title=title, body=body).encode())
