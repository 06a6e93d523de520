"""A time tracker with the service in front of it, for the tests of the real application over HTTP."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from typing import Any
from urllib.parse import urlencode

import httpx
import sqlalchemy as sa
from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.identity import digest_of
from tt_integrations.adapters.sql.host_tables import projects, time_entries, users
from tt_integrations.adapters.sql.own_tables import state
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.adapters.vault import AesGcmVault
from tt_integrations.domain.model.connection import Connection, ConnectionKey, ConnectionState
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.outside import Options, default_options

VAULT = AesGcmVault({"k1": b"0123456789abcdef0123456789abcdef"})
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
KEYLESS = "/api/integrations/slack/events"
ANNA, BEN, GONE = PersonId(1), PersonId(2), PersonId(3)
PEOPLE = (
    {"username": "anna", "role": "admin", "timezone": "Europe/Berlin", "is_active": True},
    {"username": "ben", "role": "user", "timezone": "America/New_York", "is_active": True},
    {"username": "gone", "role": "user", "timezone": None, "is_active": False},
)
PROJECTS = (
    {"name": "Web", "created_by": ANNA, "status": "active"},
    {"name": "Mobile app", "created_by": ANNA, "status": "active"},
    {"name": "Support", "created_by": BEN, "status": "active"},
    {"name": "Webarchive", "created_by": ANNA, "status": "archived"},
)


@define
class Front:
    """An ASGI application that is whatever was put behind it last."""

    behind: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.behind(scope, receive, send)


def fill(engine: sa.Engine) -> None:
    """People and projects, for a migrated database."""
    with engine.begin() as connection:
        connection.execute(sa.insert(users), PEOPLE)
        connection.execute(sa.insert(projects), PROJECTS)


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    signed = b"v0:%b:%b" % (stamp.encode(), body)
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@define
class House:
    engine: sa.Engine
    clock: ProviderClock
    http: httpx.Client
    _triggers: Any = field(factory=itertools.count)

    @property
    def application(self) -> Application:
        return build(Parts(SqlUnitOfWork(self.engine), VAULT, self.clock))

    def connect(
        self, person: PersonId, user: str | None, team: str = "T1", secret: str = SECRET
    ) -> Connection:
        """A Slack connection of that person, acting for the Slack user."""
        return self.application.connect(
            NewProviderConnection(
                owner=person,
                provider="slack_connector",
                name="Slack",
                key=ConnectionKey(f"key-of-{person}-{team}-{user}"),
                settings={"team_id": team, "linked_slack_user_id": user},
                secrets={"signing_secret": secret},
            )
        )

    def command(self, text: str, user: str = "U1", team: str = "T1", **more: str) -> bytes:
        """The form of a slash command; each has a trigger id of its own, unless it is given."""
        fields = {"team_id": team, "user_id": user, "command": "/tt", "text": text}
        return urlencode({**fields, "trigger_id": f"1.{next(self._triggers)}", **more}).encode()

    def click(self, value: str, reply_to: str, user: str = "U1", team: str = "T1") -> bytes:
        """The form of a press on the button with that value; each is a press of its own."""
        payload = {
            "type": "block_actions",
            "team": {"id": team},
            "user": {"id": user},
            "trigger_id": f"2.{next(self._triggers)}",
            "response_url": reply_to,
            "actions": [{"action_id": "pressed", "value": value}],
        }
        return urlencode({"payload": json.dumps(payload)}).encode()

    def send(
        self, body: bytes, to: str = KEYLESS, secret: str = SECRET, media_type: str = FORM
    ) -> httpx.Response:
        """Post `body`, signed now."""
        stamp = str(int(self.clock.timestamp()))
        headers = {
            "content-type": media_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": signature(body, stamp, secret),
        }
        return self.http.post(to, content=body, headers=headers)

    def says(self, text: str, user: str = "U1", to: str = KEYLESS) -> str:
        """What the service answers to a command that it carried out or refused in words."""
        got = self.send(self.command(text, user), to)
        assert got.status_code == 200
        payload = got.json()
        assert payload["response_type"] == "ephemeral"
        return str(payload["text"])

    def timers(self) -> list[tuple[int, int]]:
        """Person and project of each running timer."""
        columns = (time_entries.c.user_id, time_entries.c.project_id)
        running = sa.select(*columns).where(time_entries.c.end_time.is_(None))
        with self.engine.connect() as connection:
            rows = connection.execute(running.order_by(time_entries.c.user_id))
            return [(person, project) for person, project in rows]

    def put(self, connection: Connection, into: ConnectionState) -> None:
        with self.engine.begin() as database:
            chosen = sa.update(state).where(state.c.connection_id == connection.id)
            database.execute(chosen.values(state=into))

    def token(self, person: PersonId, token: str) -> dict[str, str]:
        """Headers by which that person is known."""
        with SqlUnitOfWork(self.engine)() as tx:
            tx.tokens.issue(person, digest_of(token), "test")
            tx.commit()
        return {"authorization": f"Bearer {token}"}


def only_slack_at(url: str) -> Options:
    """Slack is to be found there, everybody else where they always are."""
    return lambda provider: {
        **default_options(provider),
        **({"api_url": f"{url}/api"} if provider.name == "slack" else {}),
    }


def keyed(connection: Connection) -> str:
    return f"/webhooks/slack/{connection.key}"
