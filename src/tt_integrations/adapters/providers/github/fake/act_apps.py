"""GitHub Apps and where they are installed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TypedDict, Unpack

from tt_integrations.adapters.providers.github.fake import act_hooks, jwt
from tt_integrations.adapters.providers.github.fake.act_people import add_bot
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import App

USUAL = {"metadata": "read", "issues": "write", "repository_hooks": "write"}


class AppFields(TypedDict, total=False):
    """`public_key`: PEM; without it a pair is made, and the app shows its private key. `long_tokens`: `ghs_APPID_JWT`."""

    public_key: str
    permissions: Mapping[str, str]
    events: Iterable[str]
    webhook_url: str
    webhook_secret: str
    long_tokens: bool


def add_app(memory: Memory, slug: str, owner: str, **fields: Unpack[AppFields]) -> App:
    """Raises ValueError for a taken slug, a stranger or an unknown field."""
    unknown = set(fields) - set(AppFields.__annotations__)
    if unknown:
        raise ValueError(f"an app has no {', '.join(sorted(unknown))}")
    private, public = ("", fields["public_key"]) if "public_key" in fields else jwt.key_pair()
    jwt.read_key(public)
    app = App(
        id=memory.new_id(),
        client_id=f"Iv23li{secrets.token_hex(7)}",
        slug=slug,
        owner=memory.user(owner).login,
        public_key=public,
        private_key=private,
        permissions=dict(fields.get("permissions", USUAL)),
        events=tuple(fields.get("events", ("issues", "issue_comment", "repository"))),
        created_at=memory.now(),
        long_tokens=fields.get("long_tokens", False),
    )
    add_bot(memory, slug)
    memory.apps[app.id] = app
    if "webhook_url" in fields:
        _add_hook(memory, app, fields["webhook_url"], fields.get("webhook_secret"))
    return app


def _add_hook(memory: Memory, app: App, url: str, secret: str | None) -> None:
    fields = {"events": app.events, "secret": secret, "content_type": "json"}
    act_hooks.create(memory, ("integration", app.id), url, fields, app.owner)
