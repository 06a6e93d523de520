"""Nothing that people wrote and no secret comes out in logs, metrics or spans, whatever fails."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from typing import Any

import pytest
from house import ANNA, FORM, Front, House, signature
from watched import Service, lines, logged, serving
from write_lock import locked

from patience import soon
from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.usecases.connect_provider import NewProviderConnection
from tt_integrations.domain.usecases.receive_issue import ReceiveIssue
from tt_integrations.entrypoints.http.observed import HUNG_UP

CANARY = "canary7f3a"
"""Lower case letters and digits, so that it fits into every field."""
SECRET = f"{CANARY}secretsecret"
NOWHERE = "http://127.0.0.1:9"
"""Nobody listens there."""
HOOK = "/webhooks/github/key-of-github"


@pytest.fixture
def connected(house: House) -> House:
    """Anna's Slack with a token and a channel, and her GitHub; all that can be entered sings."""
    connect = house.application.connect
    slack = NewProviderConnection(
        owner=ANNA,
        provider="slack_connector",
        name=f"Slack {CANARY}",
        key=ConnectionKey("key-of-slack"),
        settings={
            "team_id": "T1",
            "linked_slack_user_id": "U1",
            "channel_id": f"C{CANARY.upper()}",
            "team_name": CANARY,
            "notify_on_start": True,
            "notify_on_stop": True,
        },
        secrets={"signing_secret": SECRET, "bot_token": f"xoxb-{CANARY}"},
    )
    watched = [{"name": f"{CANARY}/{CANARY}", "project": 1}]
    github = NewProviderConnection(
        owner=ANNA,
        provider="github_connector",
        name=f"GitHub {CANARY}",
        key=ConnectionKey("key-of-github"),
        settings={"repositories": watched, "default_project_id": 1},
        secrets={"webhook_secret": SECRET, "github_token": f"ghp_{CANARY}"},
    )
    for new in (slack, github):
        connect(new)
    return house


def issue(action: str, number: int) -> dict[str, Any]:
    person = {
        "login": CANARY,
        "id": 5,
        "type": "User",
        "name": CANARY,
        "email": f"{CANARY}@x.example",
    }
    address = f"https://github.com/{CANARY}/{CANARY}/issues/{number}"
    return {
        "action": action,
        "issue": {
            "id": number,
            "number": number,
            "title": f"Title {CANARY}",
            "body": f"Body {CANARY}\nghp_{CANARY}",
            "state": "open",
            "state_reason": None,
            "labels": [{"name": f"label {CANARY}"}],
            "milestone": {"title": f"milestone {CANARY}"},
            "assignees": [person],
            "user": person,
            "html_url": address,
            "url": address,
            "created_at": "2026-03-02T08:00:00Z",
            "updated_at": "2026-03-02T08:30:00Z",
            "closed_at": None,
        },
        "repository": {
            "id": 77,
            "full_name": f"{CANARY}/{CANARY}",
            "name": CANARY,
            "owner": person,
        },
        "sender": person,
    }


def tell(house: House, payload: object, name: str, secret: str = SECRET) -> int:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    headers = {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-github-delivery": f"{name}-{CANARY}",
        "x-hub-signature-256": f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}",
        "authorization": f"Bearer {CANARY}",
        "x-request-id": f"bad id {CANARY}",
    }
    return house.http.post(f"{HOOK}?token={CANARY}", content=body, headers=headers).status_code


def type_in(house: House, text: str, secret: str = SECRET) -> int:
    more = {
        "user_name": CANARY,
        "channel_name": CANARY,
        "token": CANARY,
        "response_url": f"https://hooks.slack.com/commands/{CANARY}",
    }
    body, stamp = house.command(text, **more), str(int(house.clock.timestamp()))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature(body, stamp, secret),
    }
    return house.http.post(
        "/webhooks/slack/key-of-slack", content=body, headers=headers
    ).status_code


def all_goes_well(house: House) -> None:
    assert tell(house, issue("opened", 7), "one") == 200
    assert type_in(house, "start web") == 200
    assert type_in(house, f"note {CANARY}") == 200
    assert type_in(house, f"log 1h web {CANARY}") == 200
    assert type_in(house, f"start {CANARY}") == 200


def much_is_refused(house: House) -> None:
    assert tell(house, issue("opened", 8), "two", secret="wrong") == 401
    assert type_in(house, f"start web {CANARY}", secret="wrong") == 401
    assert tell(house, {**issue("opened", 9), "issue": CANARY}, "three") == 400
    assert tell(house, f'{{"{CANARY}'.encode(), "four") == 400
    assert house.http.get(f"/{CANARY}?code={CANARY}").status_code == 404
    shown = {"authorization": f"Bearer tt_{CANARY}"}
    assert house.http.get(f"/api/integrations/{CANARY}/status", headers=shown).status_code == 401


def we_make_mistakes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ValueError(f"it broke at {CANARY}")

    with monkeypatch.context() as patched:
        patched.setattr(ReceiveIssue, "__call__", broken)
        assert tell(house, issue("edited", 7), "five") == 202  # kept
        patched.setattr("tt_integrations.domain.usecases.answer_slash.AnswerSlash.__call__", broken)
        assert type_in(house, f"start web {CANARY}") == 500
        house.clock.advance(10)
        assert soon(lambda: _jobs_failed(house))


def _jobs_failed(house: House) -> bool:
    got = house.http.get("/metrics", headers={"authorization": "Bearer sesame-open"}).text
    return bool(
        re.search(r'tt_job_seconds_count\{result="failed",work="handle_delivery"\} [1-9]', got)
    )


def the_provider_is_away(service: Service) -> None:
    """The timers that were started are to be told of in the channel, where nobody answers."""
    assert soon(lambda: service.counted("tt_provider_calls_total", result="ConnectError") > 0)
    assert soon(lambda: service.counted("tt_job_seconds_count", result="again") > 0)


def test_no_canary_sings(
    connected: House, front: Front, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {"slack_api_url": f"{NOWHERE}/api", "github_api_url": NOWHERE}
    away["github_allow_private"] = "yes"
    with serving(connected, front, database, **away) as service, logged() as written:
        all_goes_well(connected)
        much_is_refused(connected)
        we_make_mistakes(connected, monkeypatch)
        the_provider_is_away(service)
        with locked(connected.engine):
            type_in(connected, f"start web {CANARY}")
        metrics = service.metrics()
        assert service.counted("tt_decisions_total", provider="github", action="created") == 1
        assert service.counted("tt_http_requests_total", status=str(HUNG_UP)) == 0
    spans = service.recorder.ended()
    logs = lines(written)
    assert {"receive delivery", "carry out job", "call provider"} <= {s.name for s in spans}
    assert {each["level"] for each in logs} >= {"error"}
    for told in (written.getvalue(), metrics, *(span.to_json() for span in spans)):
        assert CANARY not in told.lower()
        assert SECRET not in told
