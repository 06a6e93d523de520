"""Who asks, and what they may do: tokens, scopes, permissions and roles."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from attrs import frozen

from tt_integrations.adapters.providers.github.fake import jwt
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import App, Repository, Token
from tt_integrations.adapters.providers.github.fake.refusals import bad_credentials, forbidden

NONE, READ, WRITE, ADMIN = range(4)
"""What somebody may do in a repository, in rising order."""
BY_SCOPE = ("classic", "oauth")


@frozen
class Caller:
    """Without token and app it is anonymous."""

    token: Token | None = None
    app: App | None = None

    @property
    def anonymous(self) -> bool:
        return self.token is None and self.app is None

    @property
    def kind(self) -> str:
        if self.token:
            return self.token.kind
        return "app" if self.app else "anonymous"

    @property
    def by_scope(self) -> bool:
        return self.kind in BY_SCOPE

    @property
    def app_id(self) -> int | None:
        return self.app.id if self.app else None

    @property
    def login(self) -> str:
        return self.token.login if self.token else ""


def caller_of(memory: Memory, headers: Mapping[str, str]) -> Caller:
    """`token X`, `Bearer X`, or the token as the password of Basic. Raises Refused."""
    scheme, _, text = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "":
            return Caller()
        case "bearer" if jwt.is_jwt(text):
            return Caller(app=jwt.app_of(text, memory.apps.values(), memory.clock.timestamp()))
        case "token" | "bearer":
            return _with_token(memory, text.strip())
        case "basic":
            return _with_token(memory, _password(text))
        case _:
            raise bad_credentials()


def role(memory: Memory, caller: Caller, repo: Repository) -> int:
    """What the caller may do there at most, whatever the single permissions say."""
    open_to_all = NONE if repo.private else READ
    token = caller.token
    if token is None:
        return open_to_all
    if token.installation_id is not None:
        return _role_of_installation(memory, token, repo) or open_to_all
    if token.repositories is not None and repo.id not in token.repositories:
        return open_to_all
    if caller.by_scope and not _scope_reaches(token, repo):
        return open_to_all
    return max(open_to_all, _role_of_user(memory, token.login.lower(), repo))


def _role_of_user(memory: Memory, login: str, repo: Repository) -> int:
    if login == repo.owner.lower() or login in repo.admins:
        return ADMIN
    members = memory.members.get(repo.owner.lower(), set())
    return WRITE if login in repo.collaborators | members else NONE


def _role_of_installation(memory: Memory, token: Token, repo: Repository) -> int:
    installation = memory.installations[token.installation_id or 0]
    within = token.repositories is None or repo.id in token.repositories
    return ADMIN if within and repo in memory.installed_on(installation) else NONE


def _scope_reaches(token: Token, repo: Repository) -> bool:
    hooks = any(scope.endswith(":repo_hook") for scope in token.scopes)
    return "repo" in token.scopes or (not repo.private and ("public_repo" in token.scopes or hooks))


def _with_token(memory: Memory, text: str) -> Caller:
    token = memory.tokens.get(text)
    if token is None or (token.expires_at and token.expires_at <= memory.clock.now()):
        raise bad_credentials()
    if token.installation_id is None:
        return Caller(token)
    installation = memory.installations[token.installation_id]
    if installation.suspended_at:
        raise forbidden("This installation has been suspended")
    return Caller(token, memory.apps[installation.app_id])


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except ValueError:
        raise bad_credentials() from None
