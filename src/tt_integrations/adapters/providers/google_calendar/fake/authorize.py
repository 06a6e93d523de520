"""The authorization page: what a program may ask, and where the browser is sent with the answer.

Source: developers.google.com, identity/protocols/oauth2/web-server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.providers.google_calendar.fake import scopes as known
from tt_integrations.adapters.providers.google_calendar.fake.consent_page import (
    consent_page,
    error_page,
)
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.refusals import OAuthRefusal
from tt_integrations.adapters.providers.google_calendar.fake.tokens import Ask

ALLOWED = frozenset(
    {
        *("client_id", "redirect_uri", "response_type", "scope", "access_type", "state"),
        *("include_granted_scopes", "enable_granular_consent", "login_hint", "prompt", "hd", "hl"),
        *("code_challenge", "code_challenge_method", "nonce"),
    }
)
PROMPTS = frozenset({"none", "consent", "select_account"})
CHALLENGE = range(43, 129)


def show(memory: Memory, request: Request) -> Response:
    """GET: the page with a checkbox per scope, or a redirect where nobody needs to be asked."""
    given = dict(request.query)
    try:
        if len(given) < len(request.query):
            raise _refused("OAuth 2 parameters can only have a single value")
        ask = ask_of(memory, given)
    except OAuthRefusal as refusal:
        return error_page(refusal)
    email = _account(memory, given)
    if email and covered(memory, ask, email, given):
        return _back(ask, code_for(memory, ask, email, ask.scopes))
    if given.get("prompt") == "none":
        return _back(ask, {"error": "interaction_required"})
    return consent_page(given, ask.scopes, _chosen_first(memory, email))


def decide(memory: Memory, request: Request) -> Response:
    """POST of that page: what was clicked."""
    pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
    form = dict(pairs)
    given = dict(parse_qsl(form.get("request", ""), keep_blank_values=True))
    try:
        ask = ask_of(memory, given)
        if form.get("decision") != "allow":
            return _back(ask, {"error": "access_denied"})
        if form.get("account", "") not in memory.accounts:
            raise _refused("No such account")
    except OAuthRefusal as refusal:
        return error_page(refusal)
    ticked = [value for name, value in pairs if name == "granted"]
    if not ticked:
        return _back(ask, {"error": "access_denied"})
    return _back(ask, code_for(memory, ask, form["account"], ticked))


def answered(
    memory: Memory, url: str, account: str | None, scopes: Iterable[str] | None, *, allow: bool
) -> str:
    """Where the browser ends when somebody answers the page at `url`. Raises ValueError if it shows an error."""
    given = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    try:
        ask = ask_of(memory, given)
    except OAuthRefusal as refusal:
        raise ValueError(f"{refusal.error}: {refusal.description}") from None
    if not allow:
        return _address(ask, {"error": "access_denied"})
    email = account or _account(memory, given) or next(iter(memory.accounts))
    return _address(ask, code_for(memory, ask, email, ask.scopes if scopes is None else scopes))


def ask_of(memory: Memory, given: Mapping[str, str]) -> Ask:
    """Raises OAuthRefusal, which the browser shows: such a mistake is never sent back to the program."""
    for name in given.keys() - ALLOWED:
        raise _refused(f"Parameter not allowed for this message type: {name}")
    for name in ("client_id", "redirect_uri", "response_type", "scope"):
        if not given.get(name):
            raise _refused(f"Required parameter is missing: {name}")
    client = memory.clients.get(given["client_id"])
    if not client:
        raise OAuthRefusal(401, "invalid_client", "The OAuth client was not found.")
    if not client.takes_back_to(given["redirect_uri"]):
        raise OAuthRefusal(400, "redirect_uri_mismatch", given["redirect_uri"])
    _check_words(given)
    scopes = known.spelled_out(given["scope"])
    wrong = [scope for scope in scopes if not known.exists(scope)]
    if wrong:
        raise OAuthRefusal(400, "invalid_scope", f"Some requested scopes were invalid: {wrong}")
    return Ask(
        client.client_id,
        given["redirect_uri"],
        scopes,
        given.get("state"),
        given.get("code_challenge"),
        given.get("code_challenge_method", "plain"),
        given.get("access_type") == "offline",
        "consent" in given.get("prompt", "").split(),
        given.get("include_granted_scopes") == "true",
    )


def _check_words(given: Mapping[str, str]) -> None:
    if given["response_type"] != "code":
        raise OAuthRefusal(400, "unsupported_response_type", given["response_type"])
    for name, words in (
        ("access_type", {"online", "offline"}),
        ("include_granted_scopes", {"true", "false"}),
        ("code_challenge_method", {"S256", "plain"}),
    ):
        if name in given and given[name] not in words:
            raise _refused(f"Invalid parameter value for {name}: {given[name]}")
    if set(given.get("prompt", "").split()) - PROMPTS:
        raise _refused(f"Invalid parameter value for prompt: {given['prompt']}")
    if "code_challenge" in given and len(given["code_challenge"]) not in CHALLENGE:
        raise _refused("Invalid parameter value for code_challenge")


def covered(memory: Memory, ask: Ask, email: str, given: Mapping[str, str]) -> bool:
    """Whether the account has consented to all of this before, and need not be shown the page."""
    before = memory.tokens.consents.get(email, ())
    asks_again = set(given.get("prompt", "").split()) & {"consent", "select_account"}
    return bool(before) and not asks_again and set(ask.scopes) <= set(before)


def code_for(memory: Memory, ask: Ask, email: str, ticked: Iterable[str]) -> dict[str, str]:
    """Raises ValueError for an account that is not there."""
    if email not in memory.accounts:
        raise ValueError(f"no account {email}")
    wanted = set(known.spelled_out(" ".join(ticked)))
    granted = [scope for scope in ask.scopes if scope in wanted]
    if ask.incremental:
        before = memory.tokens.consents.get(email, ())
        granted = list(dict.fromkeys((*granted, *before)))
    code = memory.tokens.new_code(ask, email, granted, memory.clock.now())
    return {"code": code.text, "scope": " ".join(granted)}


def _account(memory: Memory, given: Mapping[str, str]) -> str | None:
    hint = given.get("login_hint")
    for account in memory.accounts.values():
        if hint in (account.email, account.sub):
            return account.email
    return next(iter(memory.accounts)) if len(memory.accounts) == 1 else None


def _chosen_first(memory: Memory, email: str | None) -> list[str]:
    return sorted(memory.accounts, key=lambda one: one != email)


def _address(ask: Ask, answer: Mapping[str, str]) -> str:
    state = {} if ask.state is None else {"state": ask.state}
    joint = "&" if "?" in ask.redirect_uri else "?"
    return f"{ask.redirect_uri}{joint}{urlencode({**state, **answer})}"


def _back(ask: Ask, answer: Mapping[str, str]) -> Response:
    return Response(302, {"location": _address(ask, answer), "cache-control": "no-store"})


def _refused(why: str) -> OAuthRefusal:
    return OAuthRefusal(400, "invalid_request", why)
