"""What happens on GitHub, put into the outbox once for every hook that subscribes to it.

Payloads are rendered at once, so that a later change does not show in an earlier event.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from attrs import frozen

from tt_integrations.adapters.providers.github.fake import show_hooks
from tt_integrations.adapters.providers.github.fake.mail import Parcel
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Hook, Installation, Repository
from tt_integrations.adapters.providers.github.fake.show_people import node_id, simple_user
from tt_integrations.adapters.providers.github.fake.show_repositories import repository

Json = dict[str, Any]
ZEN = "Keep it logically awesome."


@frozen
class Receiver:
    hook: Hook
    installation: Installation | None = None


def emit(
    memory: Memory, event: str, action: str | None, by: str, repo: Repository, **body: Any
) -> None:
    """Something happened in a repository. `body`: what the payload holds beside the usual."""
    payload = {**_with_action(action), **body, "repository": repository(repo, memory)}
    send_out(
        memory, _subscribers(memory, event, repo), event, {**payload, **_around(memory, by, repo)}
    )


def emit_to_app(memory: Memory, event: str, action: str, it: Installation, **body: Any) -> None:
    """Installation events go to the app's own hook, whatever that subscribes to."""
    hooks = _of_app(memory, it.app_id)
    receivers = [Receiver(hook, it) for hook in hooks]
    send_out(memory, receivers, event, {"action": action, **body})


def ping(memory: Memory, hook: Hook, by: str) -> None:
    """The event a hook begins its life with; it goes to that hook alone and has no action."""
    payload: Json = {"zen": ZEN, "hook_id": hook.id, "hook": show_hooks.hook(hook, memory)}
    if hook.target_type == "repository":
        payload["repository"] = repository(memory.repositories[hook.target_id], memory)
    if hook.target_type == "organization":
        login = next(user.login for user in memory.users.values() if user.id == hook.target_id)
        payload["organization"] = organization(login, memory)
    payload["sender"] = simple_user(memory.user(by), memory.links)
    send_out(memory, [Receiver(hook)], "ping", payload)


def send_out(memory: Memory, receivers: list[Receiver], event: str, payload: Json) -> None:
    guid = str(uuid4())
    for to in receivers:
        extra = {"installation": _brief(to.installation)} if to.installation else {}
        memory.outbox.append(
            Parcel(
                hook=to.hook,
                guid=guid,
                event=event,
                action=payload.get("action"),
                # the whole installation is in its own events already
                payload={**extra, **payload} if "installation" in payload else {**payload, **extra},
                repository_id=payload.get("repository", {}).get("id"),
                installation_id=to.installation.id if to.installation else None,
            )
        )


def organization(login: str, memory: Memory) -> Json:
    owner, url = memory.user(login), f"{memory.links.api}/orgs/{login}"
    lists = ("repos", "events", "hooks", "issues")
    return {
        "login": owner.login,
        "id": owner.id,
        "node_id": node_id("Organization", owner.id),
        "url": url,
        **{f"{name}_url": f"{url}/{name}" for name in lists},
        "members_url": f"{url}/members{{/member}}",
        "public_members_url": f"{url}/public_members{{/member}}",
        "avatar_url": f"{memory.links.web}/avatars/u/{owner.id}?v=4",
        "description": None,
    }


def _with_action(action: str | None) -> Json:
    return {} if action is None else {"action": action}


def _around(memory: Memory, by: str, repo: Repository) -> Json:
    sender = {"sender": simple_user(memory.user(by), memory.links)}
    owner = memory.user(repo.owner)
    if owner.type != "Organization":
        return sender
    return {"organization": organization(owner.login, memory), **sender}


def _subscribers(memory: Memory, event: str, repo: Repository) -> list[Receiver]:
    owner = memory.user(repo.owner)
    targets = {("repository", repo.id), ("organization", owner.id)}
    found = [Receiver(h) for h in memory.hooks.values() if (h.target_type, h.target_id) in targets]
    for installation in memory.installations.values():
        if not installation.suspended_at and repo in memory.installed_on(installation):
            found += [Receiver(h, installation) for h in _of_app(memory, installation.app_id)]
    return [to for to in found if to.hook.active and {event, "*"} & set(to.hook.events)]


def _of_app(memory: Memory, app_id: int) -> list[Hook]:
    wanted = ("integration", app_id)
    return [h for h in memory.hooks.values() if (h.target_type, h.target_id) == wanted]


def _brief(installation: Installation) -> Json:
    return {"id": installation.id, "node_id": node_id("IntegrationInstallation", installation.id)}
