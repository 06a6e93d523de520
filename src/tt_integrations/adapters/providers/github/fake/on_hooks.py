"""A repository's hooks over REST (GitHub docs, "REST API endpoints for repository webhooks")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake import act_hooks
from tt_integrations.adapters.providers.github.fake.asking import EMPTY, Ask, created, shown
from tt_integrations.adapters.providers.github.fake.events import ping as send_ping
from tt_integrations.adapters.providers.github.fake.hook_checks import (
    check_hook,
    hooks_of,
    is_config,
)
from tt_integrations.adapters.providers.github.fake.nouns import Hook
from tt_integrations.adapters.providers.github.fake.pages import NUMBERED, numbered
from tt_integrations.adapters.providers.github.fake.reading import (
    body_of,
    is_flag,
    is_text,
    is_texts,
    query_of,
)
from tt_integrations.adapters.providers.github.fake.refusals import not_found, wrong
from tt_integrations.adapters.providers.github.fake.show_hooks import hook as show


def list_webhooks(ask: Ask) -> Response:
    query = query_of(ask, "Hook", NUMBERED)
    return numbered(ask, query, hooks_of(ask), lambda it: show(it, ask.memory))


def get(ask: Ask) -> Response:
    it = hook_of(ask)
    return shown(show(it, ask.memory), it.updated_at)


def create(ask: Ask) -> Response:
    """Its first delivery is a ping."""
    shape = {"name": is_text, "config": is_config, "events": is_texts, "active": is_flag}
    body = body_of(ask, "Hook", shape)
    config = body.get("config", {})
    if body.get("name", "web") != "web":
        raise wrong("Hook", "name", message="name must be 'web'")
    events = tuple(dict.fromkeys(body.get("events", ("push",))))
    check_hook(ask, config.get("url", ""), events, None)
    fields = {**_settings(config), "events": events, "active": body.get("active", True)}
    target = ("repository", ask.repo.id)
    new = act_hooks.create(ask.memory, target, config["url"], fields, ask.caller.login)
    return created(show(new, ask.memory))


def update(ask: Ask) -> Response:
    """A `config` takes the place of the whole old one: without `secret` in it there is none any more."""
    old = hook_of(ask)
    lists = dict.fromkeys(("events", "add_events", "remove_events"), is_texts)
    # PyGithub sends the name along, which nothing is done with
    shape = {"name": is_text, "config": is_config, "active": is_flag, **lists}
    body = body_of(ask, "Hook", shape)
    new = evolve(old, events=_events(old, body), active=body.get("active", old.active))
    if "config" in body:
        new = _with_config(new, body["config"])
    check_hook(ask, new.url, new.events, old)
    ask.memory.hooks[old.id] = evolve(new, updated_at=ask.memory.now())
    return json_response(show(ask.memory.hooks[old.id], ask.memory))


def delete(ask: Ask) -> Response:
    del ask.memory.hooks[hook_of(ask).id]
    return EMPTY


def ping(ask: Ask) -> Response:
    send_ping(ask.memory, hook_of(ask), ask.caller.login)
    return EMPTY


def hook_of(ask: Ask) -> Hook:
    """The hook of the path. Raises Refused (404)."""
    for it in hooks_of(ask):
        if it.id == ask.number("hook_id"):
            return it
    raise not_found()


def _with_config(hook: Hook, config: Mapping[str, Any]) -> Hook:
    url = config.get("url", hook.url)
    return evolve(hook, url=url, **_settings(config))


def _events(old: Hook, body: Mapping[str, Any]) -> tuple[str, ...]:
    events = [*body.get("events", old.events), *body.get("add_events", ())]
    return tuple(e for e in dict.fromkeys(events) if e not in body.get("remove_events", ()))


def _settings(config: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "content_type": config.get("content_type", "form"),
        "secret": config.get("secret") or None,
        "insecure_ssl": str(config.get("insecure_ssl", "0")),
    }
