"""Accounts and their tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TypedDict, Unpack

from attrs import evolve

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Token, User

PREFIXES = {
    "classic": "ghp_",
    "fine_grained": "github_pat_",
    "oauth": "gho_",
    "app_user": "ghu_",
    "installation": "ghs_",
}
USUAL_SCOPES = ("repo", "admin:repo_hook")


class TokenFields(TypedDict, total=False):
    """`permissions` such as {"issues": "write"}; `repositories`: full names; `expires_in`: seconds."""

    text: str
    scopes: Iterable[str]
    permissions: Mapping[str, str]
    repositories: Iterable[str]
    expires_in: float


def add_user(memory: Memory, login: str, name: str | None = None, email: str | None = None) -> User:
    return _add(memory, login, "User", name, email)


def add_organization(memory: Memory, login: str, members: Iterable[str] = ()) -> User:
    """Members may read and write all repositories of their organization."""
    organization = _add(memory, login, "Organization", login)
    memory.members[login.lower()] = {memory.user(member).login.lower() for member in members}
    return organization


def add_bot(memory: Memory, slug: str) -> User:
    """The account that an app acts as."""
    return _add(memory, f"{slug}[bot]", "Bot")


def add_token(
    memory: Memory, login: str, kind: str = "classic", **fields: Unpack[TokenFields]
) -> str:
    """A token of a user, as text. `kind`: classic (scopes count), fine_grained or app_user (permissions count), oauth.

    Without `scopes` a classic one has `repo` and `admin:repo_hook`; without `permissions` a fine-grained one
    may read metadata. Raises ValueError for a stranger, another kind or an unknown field.
    """
    unknown = set(fields) - set(TokenFields.__annotations__)
    if unknown or kind not in PREFIXES or kind == "installation":
        raise ValueError(f"no token of kind {kind!r} with {sorted(unknown)}")
    text = fields.get("text") or f"{PREFIXES[kind]}{secrets.token_hex(20)}"
    by_scope = kind in ("classic", "oauth")
    limited = fields.get("repositories")
    memory.tokens[text] = Token(
        text=text,
        kind=kind,
        login=memory.user(login).login,
        scopes=tuple(fields.get("scopes", USUAL_SCOPES)) if by_scope else (),
        permissions={} if by_scope else {"metadata": "read", **fields.get("permissions", {})},
        repositories=None
        if limited is None
        else frozenset(memory.repository(name).id for name in limited),
    )
    if "expires_in" in fields:
        expire_token(memory, text, fields["expires_in"])
    return text


def revoke_token(memory: Memory, text: str) -> None:
    """From now on it is "Bad credentials". Raises ValueError for a token that is none."""
    if memory.tokens.pop(text, None) is None:
        raise ValueError("there is no such token")


def expire_token(memory: Memory, text: str, after: float = 0) -> None:
    """Let it end in `after` seconds. Raises ValueError for a token that is none."""
    if text not in memory.tokens:
        raise ValueError("there is no such token")
    end = memory.now() + timedelta(seconds=after)
    memory.tokens[text] = evolve(memory.tokens[text], expires_at=end)


def _add(
    memory: Memory, login: str, kind: str, name: str | None = None, email: str | None = None
) -> User:
    if login.lower() in memory.users:
        raise ValueError(f"{login!r} is taken")
    user = User(memory.new_id(), login, name, email, kind, memory.now())
    memory.users[login.lower()] = user
    return user
