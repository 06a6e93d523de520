"""The ground the other tests of the fake GitHub stand on: every answer is held against GitHub's own description."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from attrs import define, field
from jsonschema import Draft202012Validator, ValidationError

import published_schemas
from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake import FakeGitHub

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BASE = "http://github.test"


DESCRIPTION = published_schemas.github()


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The description of the operation that a request is, also by the repository's id."""
    path = re.sub(r"^/repositories/\d+", "/repos/o/r", path)
    for template, methods in DESCRIPTION["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return methods.get(method.lower())
    return None


def schema_of(described: dict[str, Any], status: int) -> dict[str, Any] | None:
    """The schema of an answer; errors the description does not list look like every other error."""
    answer = described["responses"].get(str(status))
    if answer is None and status >= 300:
        return {"$ref": "#/components/schemas/basic-error"}
    assert answer is not None, f"{described['operationId']} never answers {status}"
    if "$ref" in answer:
        answer = DESCRIPTION["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer.get("content", {}).get("application/json", {}).get("schema")


def validate(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": DESCRIPTION["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def held_to_the_description(response: httpx.Response) -> None:
    """An event hook for httpx: raises ValidationError for an answer GitHub would not give."""
    response.read()
    described = operation(response.request.method, response.request.url.path)
    if described is None or "json" not in response.headers.get("content-type", ""):
        return
    schema = schema_of(described, response.status_code)
    if schema is not None:
        validate(response.json(), schema)


@define
class Inbox:
    """Stands for the receiver of webhooks: keeps what comes, answers what it is told to."""

    answer: Response | NoAnswer = field(factory=lambda: Response(200, {}, b"ok"))
    got: list[tuple[str, dict[str, str], bytes]] = field(factory=list)

    def __call__(self, address: str, headers: Any, body: bytes) -> Response | NoAnswer:
        self.got.append((address, {name.lower(): text for name, text in headers.items()}, body))
        return self.answer

    def payloads(self, event: str) -> list[dict[str, Any]]:
        return [json.loads(body) for _, head, body in self.got if head["x-github-event"] == event]

    def actions(self, event: str = "issues") -> list[str]:
        return [payload["action"] for payload in self.payloads(event)]


@define
class Ground:
    """octo's repository octo/app with a token of octo, on a clock that stands still."""

    fake: FakeGitHub
    inbox: Inbox
    client: httpx.Client

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(path, params=query or None)

    def hook(self, **fields: Any) -> int:
        more = {"events": ["*"], "content_type": "json", "secret": "s3", **fields}
        made = self.fake.add_hook("octo/app", "http://tracker.test/in", **more)
        self.inbox.got.clear()
        return made.id

    def client_with(self, token: str | None, **headers: str) -> httpx.Client:
        return client_of(self.fake, token, **headers)


def client_of(fake: FakeGitHub, token: str | None, **headers: str) -> httpx.Client:
    sent = {**headers, **({"authorization": f"Bearer {token}"} if token else {})}
    hooks = {"response": [held_to_the_description]}
    return httpx.Client(transport=fake.transport, base_url=BASE, headers=sent, event_hooks=hooks)


def ground() -> Ground:
    inbox = Inbox()
    fake = FakeGitHub(ProviderClock(AT), inbox)
    fake.add_user("octo", "Octo Cat", "octo@example.com")
    fake.add_user("mona")
    fake.add_repository("octo/app")
    return Ground(fake, inbox, client_of(fake, fake.add_token("octo")))


def test_an_answer_that_lacks_a_required_field_is_noticed() -> None:
    described = operation("GET", "/repositories/5/issues")
    assert described is not None
    schema = schema_of(described, 200)
    assert schema is not None
    with pytest.raises(ValidationError, match="'assignee' is a required property"):
        validate([{"number": 1}], schema)


def test_null_is_accepted_where_the_description_says_nullable_and_only_there() -> None:
    user = {"$ref": "#/components/schemas/nullable-simple-user"}
    validate(None, user)
    with pytest.raises(ValidationError):
        validate(None, {"$ref": "#/components/schemas/simple-user"})


def test_the_user_is_shown_in_the_public_or_the_private_way() -> None:
    it = ground()
    short = it.get("/user").json()
    full = it.client_with(it.fake.add_token("octo", scopes=["user"])).get("/user").json()
    assert "two_factor_authentication" not in short
    assert full["two_factor_authentication"] is True
    assert short["login"] == full["login"] == "octo"


def test_a_repository_says_what_the_caller_may_do_there() -> None:
    it = ground()
    mine = it.get("/repos/octo/app").json()
    theirs = it.client_with(it.fake.add_token("mona")).get("/repos/octo/app").json()
    assert mine["permissions"]["admin"] is True
    assert (theirs["permissions"]["pull"], theirs["permissions"]["push"]) == (True, False)
    assert "permissions" not in it.client_with(None).get("/repos/octo/app").json()


def test_every_address_in_an_answer_is_on_the_host_that_was_asked() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A", labels=["bug"], assignee="mona")
    text = it.get("/repos/octo/app/issues/1").text + it.get("/repos/octo/app").text
    hosts = set(re.findall(r'"https?://([^/"]+)', text))
    assert hosts == {"github.test"}
