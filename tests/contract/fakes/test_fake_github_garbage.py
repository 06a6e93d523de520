"""Whatever is thrown at the fake GitHub, it answers as GitHub would, and never by an exception."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from test_fake_github_schema import ground

ISSUES = "/repos/octo/app/issues"
HOOKS = "/repos/octo/app/hooks"


@pytest.mark.parametrize(
    "query",
    [
        "milestone=%C2%B2",
        "milestone=" + "9" * 5000,
        "page=" + "9" * 5000,
        "per_page=%C2%B2",
        "since=0000-00-00",
        "since=2026-03-02T12:00:00+00:00",
        "assignee=%00",
        "state",
        "=",
    ],
)
def test_a_senseless_query_is_refused(query: str) -> None:
    assert ground().client.get(f"{ISSUES}?{query}").status_code == 422


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "%C2%B2", "1e3"])
def test_a_senseless_number_is_not_found(number: str) -> None:
    it = ground()
    assert it.get(f"{ISSUES}/{number}").status_code == 404
    assert it.get(f"/repositories/{number}").status_code == 404


@pytest.mark.parametrize(
    "body", [b"\xff", b"[" * 100_000, b'"text"', b"null", b"NaN", b"{]"], ids=range(6)
)
def test_a_senseless_body_is_a_bad_request(body: bytes) -> None:
    assert ground().client.post(ISSUES, content=body).status_code == 400


@pytest.mark.parametrize(
    "config",
    [
        {"url": "http://[bad/"},
        {"url": "http://x.test:99999/"},
        {"url": "http://x.test/\ud800"},
        {"url": "http://x .test/"},
        {"url": "ftp://x.test/"},
        {"url": "http://"},
        {"url": 5},
        {"url": "http://x.test/", "secret": "\ud800"},
        {"url": "http://x.test/", "insecure_ssl": True},
        {"url": "http://x.test/", "content_type": []},
        {"url": "http://x.test/", "events": []},
        ["http://x.test/"],
    ],
    ids=range(12),
)
def test_a_senseless_config_of_a_hook_is_refused(config: Any) -> None:
    it = ground()
    assert it.client.post(HOOKS, content=json.dumps({"config": config})).status_code == 422
    assert it.inbox.got == []


@pytest.mark.parametrize(
    "header",
    [
        "Bearer eyJ.\xff\xfe.x".encode("latin-1"),
        b"Bearer ey..",
        b"Bearer eyJhIjoxfQ.W10.W10",
        b"Bearer " + b"ey" + base64.b64encode(b"[1]") + b"." + b"W10.W10",
        b"Basic \xff",
        b"Basic /w==",
        b"Bearer",
        b" ",
    ],
    ids=range(8),
)
def test_senseless_credentials_are_refused(header: bytes) -> None:
    it = ground()
    with it.client_with(None) as client:
        answer = client.get("/user", headers=[(b"authorization", header)])
    assert answer.status_code == 401


def test_text_that_cannot_be_encoded_is_kept_and_sent_as_json_escapes_it() -> None:
    it = ground()
    it.hook(events=["issues"])
    made = it.client.post(ISSUES, content=b'{"title": "half \\ud800"}')
    assert made.status_code == 201
    assert b"half \\ud800" in it.inbox.got[0][2]
