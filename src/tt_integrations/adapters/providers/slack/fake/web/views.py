"""views.open, views.publish, views.update.

Source: docs.slack.dev, reference/methods and interactivity/handling-user-interaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake import view_store
from tt_integrations.adapters.providers.slack.fake.refusal import Refused, invalid_arguments
from tt_integrations.adapters.providers.slack.fake.tickets import Trigger
from tt_integrations.adapters.providers.slack.fake.view import View
from tt_integrations.adapters.providers.slack.fake.web.limits import TIER_4
from tt_integrations.adapters.providers.slack.fake.web.method import Arguments, Caller, Method
from tt_integrations.adapters.providers.slack.fake.web.parameters import TEXT, obj
from tt_integrations.adapters.providers.slack.fake.web.rendering import view_json
from tt_integrations.adapters.providers.slack.fake.web.view_rules import check_view


def open_view(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    check_view(arguments["view"], "modal")
    trigger_id = arguments.get("trigger_id") or arguments.get("interactivity_pointer")
    if not trigger_id:
        raise invalid_arguments("missing required field: trigger_id")
    trigger = _trigger(caller, trigger_id)
    shown = view_store.show(caller.memory, caller.team.id, trigger.user_id, arguments["view"])
    trigger.used = True
    return {"view": view_json(caller.memory, shown)}


def publish(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    check_view(arguments["view"], "home")
    user = caller.memory.users.get(arguments["user_id"])
    if user is None or user.team_id != caller.team.id:
        raise Refused("user_not_found")
    present = view_store.home(caller.memory, caller.team.id, user.id)
    if present is None:
        present = view_store.show(caller.memory, caller.team.id, user.id, arguments["view"])
    else:
        view_store.change(caller.memory, present, arguments["view"], arguments.get("hash"))
    return {"view": view_json(caller.memory, present)}


def update(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    view = _named(caller, arguments)
    check_view(arguments["view"], view.type)
    view_store.change(caller.memory, view, arguments["view"], arguments.get("hash"))
    return {"view": view_json(caller.memory, view)}


def _trigger(caller: Caller, trigger_id: str) -> Trigger:
    trigger = caller.memory.triggers.get(trigger_id)
    if trigger is None or trigger.team_id != caller.team.id:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("trigger_exchanged")
    if trigger.expired(caller.memory.clock.timestamp()):
        raise Refused("trigger_expired")
    return trigger


def _named(caller: Caller, arguments: Arguments) -> View:
    view_id, external = arguments.get("view_id"), arguments.get("external_id")
    if not view_id and not external:
        raise invalid_arguments("one of view_id and external_id is required")
    for view in caller.memory.views.values():
        named = view.id == view_id if view_id else view.external_id == external
        if named and view.team_id == caller.team.id and not view.closed:
            return view
    raise Refused("not_found")


VIEW = obj("invalid_arguments")
METHODS: Mapping[str, Method] = {
    "views.open": Method(
        open_view,
        {"view": VIEW, "trigger_id": TEXT, "interactivity_pointer": TEXT},
        ("view",),
        per_minute=TIER_4,
    ),
    "views.publish": Method(
        publish,
        {"view": VIEW, "user_id": TEXT, "hash": TEXT},
        ("view", "user_id"),
        per_minute=TIER_4,
    ),
    "views.update": Method(
        update,
        {"view": VIEW, "view_id": TEXT, "external_id": TEXT, "hash": TEXT},
        ("view",),
        per_minute=TIER_4,
    ),
}
