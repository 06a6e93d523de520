"""POST /token, POST /revoke and the userinfo endpoints.

Source: developers.google.com, identity/protocols/oauth2/web-server and openid-connect.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from tt_integrations.adapters.fakes.http import Request, Response, json_response
from tt_integrations.adapters.providers.google_calendar.fake import scopes as known
from tt_integrations.adapters.providers.google_calendar.fake.accounts import Account, Client
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    OAuthRefusal,
    invalid_client,
    invalid_grant,
    invalid_request,
)
from tt_integrations.adapters.providers.google_calendar.fake.tokens import (
    ACCESS_LIFE,
    AccessToken,
    Code,
    RefreshToken,
)

FORM = "application/x-www-form-urlencoded"
ALLOWED = frozenset(
    {
        *("grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier"),
        *("refresh_token", "scope", "rapt"),
    }
)


def token(memory: Memory, request: Request) -> Response:
    """A code or a refresh token in, an access token out. Raises OAuthRefusal."""
    if request.media_type != FORM:
        raise invalid_request("The request must be a form.")
    form = request.form()
    for name in form.keys() - ALLOWED:
        raise invalid_request(f"Parameter not allowed for this message type: {name}")
    client = _client(memory, request, form)
    match form.get("grant_type", ""):
        case "authorization_code":
            answer = _redeem(memory, client, form)
        case "refresh_token":
            answer = _refresh(memory, client, form)
        case "":
            raise invalid_request("Required parameter is missing: grant_type")
        case other:
            raise OAuthRefusal(400, "unsupported_grant_type", f"Invalid grant_type: {other}")
    return json_response(answer, cache_control="no-cache, no-store, max-age=0")


def revoke(memory: Memory, request: Request) -> Response:
    """Any living token kills the account's whole grant. Raises OAuthRefusal for a dead one."""
    if request.body and request.media_type != FORM:
        raise invalid_request("The request must be a form.")
    given = {**dict(request.query), **request.form()}
    for name in given.keys() - {"token", "token_type_hint"}:
        raise invalid_request(f"Parameter not allowed for this message type: {name}")
    if not given.get("token"):
        raise invalid_request("Required parameter is missing: token")
    email = memory.tokens.holder(given["token"], memory.clock.now())
    if not email:
        raise OAuthRefusal(400, "invalid_token", "Token expired or revoked")
    memory.tokens.revoke(email)
    return json_response({})


def userinfo(memory: Memory, request: Request) -> Response:
    """Whose token it is, as far as the scopes tell. Raises OAuthRefusal."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    found = memory.tokens.access.get(text.strip())
    if scheme.lower() != "bearer" or not found or memory.clock.now() >= found.dies:
        raise OAuthRefusal(401, "invalid_request", "Invalid Credentials")
    if not found.scopes & {known.OPENID, known.EMAIL, known.PROFILE}:
        raise OAuthRefusal(
            403, "insufficient_scope", "The token has none of the scopes of a sign-in"
        )
    return json_response(_claims(memory.accounts[found.email], found.scopes))


def issued(
    memory: Memory, access: AccessToken, scopes: Iterable[str], refresh: RefreshToken | None
) -> dict[str, Any]:
    """The answer of the token endpoint."""
    answer: dict[str, Any] = {
        "access_token": access.text,
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "scope": " ".join(scopes),
        "token_type": "Bearer",
    }
    if refresh:
        answer["refresh_token"] = refresh.text
        if refresh.dies:
            left = refresh.dies - memory.clock.now()
            answer["refresh_token_expires_in"] = int(left.total_seconds())
    if known.OPENID in access.scopes:
        answer["id_token"] = _id_token(memory, access)
    return answer


def _client(memory: Memory, request: Request, form: Mapping[str, str]) -> Client:
    given = form.get("client_id"), form.get("client_secret")
    if request.headers.get("authorization", "").startswith("Basic "):
        basic = _basic(request.headers["authorization"].removeprefix("Basic "))
        if any(two and one != two for one, two in zip(basic, given, strict=True)):
            raise invalid_request("The client is named twice, and differently.")
        given = basic
    if not given[0]:
        raise invalid_request("Could not determine client ID from request.")
    client = memory.clients.get(given[0])
    if not client:
        raise invalid_client()
    if given[1] is None:
        raise invalid_request("client_secret is missing.")
    if not hmac.compare_digest(given[1].encode(), client.client_secret.encode()):
        raise invalid_client("Unauthorized")
    return client


def _basic(encoded: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_client("Malformed Authorization header.") from None
    return unquote(name), unquote(secret)


def _redeem(memory: Memory, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
    now = memory.clock.now()
    if not form.get("code"):
        raise invalid_request("Required parameter is missing: code")
    code = memory.tokens.codes.get(form["code"])
    if not code or now >= code.dies or code.ask.client_id != client.client_id:
        raise invalid_grant("Malformed auth code.")
    if form.get("redirect_uri") != code.ask.redirect_uri:
        raise OAuthRefusal(400, "redirect_uri_mismatch", "Bad Request")
    _check_verifier(code, form.get("code_verifier"))
    del memory.tokens.codes[code.text]
    access = memory.tokens.new_access(code.email, client.client_id, code.scopes, now)
    refresh = None
    if code.ask.offline and (code.first_consent or code.ask.consent):
        refresh = memory.tokens.new_refresh(access, now, testing=memory.settings.testing)
    return issued(memory, access, code.scopes, refresh)


def _check_verifier(code: Code, verifier: str | None) -> None:
    if code.ask.challenge is None:
        return
    if verifier is None:
        raise invalid_grant("Missing code verifier.")
    made = verifier
    if code.ask.challenge_method == "S256":
        digest = hashlib.sha256(verifier.encode()).digest()
        made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if not hmac.compare_digest(made.encode(), code.ask.challenge.encode()):
        raise invalid_grant("Invalid code verifier.")


def _refresh(memory: Memory, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
    now = memory.clock.now()
    if not form.get("refresh_token"):
        raise invalid_request("Required parameter is missing: refresh_token")
    kept = memory.tokens.refresh.get(form["refresh_token"])
    if not kept or not kept.lives(now):
        raise invalid_grant()
    if kept.client_id != client.client_id:
        raise OAuthRefusal(401, "unauthorized_client", "Unauthorized")
    wanted = known.spelled_out(form.get("scope", "")) or kept.scopes
    if not set(wanted) <= set(kept.scopes):
        raise OAuthRefusal(400, "invalid_scope", "Some requested scopes were invalid.")
    kept.used = now
    access = memory.tokens.new_access(kept.email, client.client_id, wanted, now)
    return issued(memory, access, wanted, None)


def _claims(account: Account, scopes: Iterable[str]) -> dict[str, Any]:
    claims: dict[str, Any] = {"sub": account.sub}
    if known.EMAIL in scopes:
        claims |= {"email": account.email, "email_verified": True}
    if known.PROFILE in scopes:
        claims |= {"name": account.name, "given_name": account.name.partition(" ")[0]}
    return claims


def _id_token(memory: Memory, access: AccessToken) -> str:
    """Real in all but its signature: nobody needs to verify one that comes straight from the endpoint."""
    now = int(memory.clock.timestamp())
    claims = {
        "iss": "https://accounts.google.com",
        "aud": access.client_id,
        "azp": access.client_id,
        "iat": now,
        "exp": now + 3600,
        **_claims(memory.accounts[access.email], access.scopes),
    }
    parts = [{"alg": "RS256", "kid": "fake", "typ": "JWT"}, claims]
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*(part.rstrip("=") for part in coded), "bm90LXNpZ25lZA"])
