"""Examples of everything GitHub sends, as our fake of it sends them: all that anybody can do there, told to one hook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake import FakeGitHub

APP, SITE = "octo/app", "octo/site"
UNUSUAL = ("star", "fork", "watch", "release", "workflow_run", "check_run", "label", "member")
"""Some of the events that the fake does not know to cause."""


@frozen
class Example:
    """`event` as the header names it."""

    event: str
    payload: Mapping[str, Any]

    @property
    def name(self) -> str:
        action = self.payload.get("action")
        return f"{self.event}.{action}" if action else self.event


@cache
def examples() -> tuple[Example, ...]:
    """One of each event and action, in the order in which they happened."""
    told: dict[str, Example] = {}

    def receive(_address: str, headers: Mapping[str, str], body: bytes) -> Response:
        event = next(value for name, value in headers.items() if name.lower() == "x-github-event")
        example = Example(event, json.loads(body))
        told.setdefault(example.name, example)
        return Response(200, {}, b"{}")

    fake = FakeGitHub(call=receive)
    _settled(fake)
    for act in _acts(fake):
        act()
    return tuple(told.values())


def _settled(fake: FakeGitHub) -> None:
    for login in ("octo", "anna"):
        fake.add_user(login)
    for name in (APP, SITE):
        fake.add_repository(name, collaborators=["anna"])
        fake.add_hook(name, "https://tt.example/hook", events=["*"], content_type="json")


def _acts(fake: FakeGitHub) -> list[Callable[[], object]]:
    return [
        lambda: fake.open_issue(APP, "One", body="Said", labels=["bug"], assignees=["anna"]),
        lambda: fake.edit_issue(APP, 1, title="Two", body="More"),
        lambda: fake.add_milestone(APP, "1.0"),
        lambda: fake.edit_issue(APP, 1, milestone=1),
        lambda: fake.edit_issue(APP, 1, milestone=None),
        lambda: fake.unlabel(APP, 1, "bug"),
        lambda: fake.unassign(APP, 1, "anna"),
        lambda: fake.lock_issue(APP, 1),
        lambda: fake.unlock_issue(APP, 1),
        lambda: fake.pin_issue(APP, 1),
        lambda: fake.unpin_issue(APP, 1),
        lambda: fake.close_issue(APP, 1),
        lambda: fake.reopen_issue(APP, 1),
        lambda: fake.comment(APP, 1, "Hello"),
        lambda: fake.edit_comment(fake.comments(APP, 1)[0].id, "Hallo"),
        lambda: fake.delete_comment(fake.comments(APP, 1)[0].id),
        lambda: fake.transfer_issue(APP, 1, SITE),
        lambda: fake.open_issue(APP, "Gone"),
        lambda: fake.delete_issue(APP, 2),
        lambda: fake.push(APP),
        *(lambda name=name: _unusual(fake, name) for name in UNUSUAL),
        lambda: fake.archive_repository(APP),
        lambda: fake.unarchive_repository(APP),
        lambda: fake.make_private(APP),
        lambda: fake.make_public(APP),
        lambda: fake.rename_repository(APP, "application"),
        lambda: fake.transfer_repository("octo/application", "anna"),
        lambda: fake.delete_repository("anna/application"),
    ]


def _unusual(fake: FakeGitHub, event: str) -> None:
    fake.send_event(APP, event, {"action": "created", event: {"id": 1, "name": None}})
