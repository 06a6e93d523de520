"""GitHub's deliveries as a test writes, signs and posts them, and whom they are for."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa
from attrs import define, field
from house import FORM, JSON, House

from tt_integrations.adapters.sql.host_tables import tasks
from tt_integrations.adapters.sql.own_tables import deliveries, inbox, links, outbox, runs
from tt_integrations.domain.model.connection import Connection, ConnectionKey
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection

SECRET = "It's a Secret to Everybody"
KEYLESS = "/api/integrations/github/webhook"
REPOSITORY = 1296269
NAME = "octo/hello"
BESIDES = {"id": 2, "full_name": "octo/besides"}


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def issue(number: int = 7, at: str = "2026-03-02T08:59:00Z", **other: object) -> dict[str, Any]:
    """As GitHub shows one, as far as anybody looks; `at` is when it changed last."""
    return {
        "number": number,
        "title": f"Issue {number}",
        "body": None,
        "state": "open",
        "state_reason": None,
        "updated_at": at,
        "closed_at": None,
        "html_url": f"https://github.com/{NAME}/issues/{number}",
        "labels": [],
        "milestone": None,
        "assignee": None,
        "assignees": [],
        **other,
    }


def event(action: str, about: Mapping[str, Any], **more: object) -> bytes:
    """The body of an event `issues`."""
    repository = {"id": REPOSITORY, "full_name": NAME}
    return json.dumps({"action": action, "issue": about, "repository": repository, **more}).encode()


def opened(number: int = 7, repository: int = REPOSITORY) -> bytes:
    place = {"id": repository, "full_name": NAME}
    return event("opened", issue(number), repository=place)


@define
class Letters:
    """What GitHub posts to a house, and what the house's database holds then."""

    house: House
    _guids: Any = field(factory=itertools.count)

    def connect(
        self, person: PersonId, project: int = 1, key: str = "k1", **settings: object
    ) -> Connection:
        """A connection to the repository, whose issues become tasks of that project."""
        watched = {
            "repositories": [{"name": NAME, "project": project}],
            "known_repositories": [{"name": NAME, "id": REPOSITORY, "called": NAME}],
        }
        return self.house.application.connect(
            NewProviderConnection(
                owner=person,
                provider="github_connector",
                name="GitHub",
                key=ConnectionKey(key),
                settings={**watched, **settings},
                secrets={"webhook_secret": SECRET},
            )
        )

    def post(self, body: bytes, to: str = KEYLESS, **headers: str | None) -> httpx.Response:
        """Signed, as the event `issues`, unless a header says otherwise; None: without that one."""
        usual: dict[str, str | None] = {
            "content_type": JSON,
            "x_github_event": "issues",
            "x_github_delivery": f"guid-{next(self._guids)}",
            "x_hub_signature_256": signature(body),
            **headers,
        }
        whole = {
            name.replace("_", "-"): value for name, value in usual.items() if value is not None
        }
        return self.house.http.post(to, content=body, headers=whole)

    def post_form(self, body: bytes, to: str = KEYLESS, **headers: str | None) -> httpx.Response:
        form = urlencode({"payload": body.decode()}).encode()
        return self.post(form, to, content_type=FORM, **headers)

    def tasks(self) -> list[tuple[Any, ...]]:
        """Name and status of each, oldest first."""
        with self.house.engine.connect() as connection:
            chosen = sa.select(tasks.c.name, tasks.c.status).order_by(tasks.c.id)
            return [tuple(row) for row in connection.execute(chosen)]

    def rows(self) -> dict[str, int]:
        """How many rows there are of all that a delivery may leave behind."""
        with self.house.engine.connect() as connection:
            return {
                str(table.name): connection.scalar(sa.select(sa.func.count()).select_from(table))
                or 0
                for table in (tasks, inbox, links, outbox, runs, deliveries)
            }
