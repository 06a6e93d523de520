"""The three fakes side by side: as pytest fixtures, and as a program for any language."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake import FakeGitHub
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.slack.fake import FakeSlack, rate_limited

NAMES = ("slack", "github", "google")
HOWTO = Path(__file__).parents[3] / "docs" / "howto" / "test-with-the-fakes.md"
CURL = re.compile(r"^    curl \$(\w+)(/\S+)(?: -d '(.*)')?", re.MULTILINE)
PORTS = [f"--{name}-port=0" for name in NAMES]


@pytest.fixture(scope="module")
def program() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tt_integrations", "fakes", "--json", *PORTS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as running:
        yield running
        running.kill()


@pytest.fixture(scope="module")
def urls(program: subprocess.Popen[str]) -> dict[str, str]:
    assert program.stdout is not None
    read: dict[str, str] = json.loads(program.stdout.readline())
    return read


def state(url: str) -> Any:
    return httpx.get(f"{url}/_fake/state", trust_env=False).raise_for_status().json()


def now(url: str) -> datetime:
    return datetime.fromisoformat(state(url)["now"])


def test_the_fixtures_share_one_clock_that_stands_still(
    fake_slack: FakeSlack,
    fake_github: FakeGitHub,
    fake_google: FakeGoogle,
    provider_clock: ProviderClock,
) -> None:
    fakes = (fake_slack, fake_github, fake_google)
    assert {fake.clock.now() for fake in fakes} == {datetime(2026, 3, 2, 9, tzinfo=UTC)}
    provider_clock.advance(60)
    assert {fake.clock.now() for fake in fakes} == {datetime(2026, 3, 2, 9, 1, tzinfo=UTC)}


def test_an_answer_that_is_to_be_lost_is_no_error_of_the_server(
    fake_github: FakeGitHub, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_github.answer_lost()
    with fake_github.serve() as there, httpx.Client(trust_env=False) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(f"{there.url}/rate_limit")
        assert client.get(f"{there.url}/rate_limit").status_code == 200
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("fake_slack", "/api/auth.test"),
        ("fake_github", "/rate_limit"),
        ("fake_google", "/calendar/v3/users/me/calendarList"),
    ],
)
@pytest.mark.parametrize("operation", [(), ("*",)])
def test_every_fake_can_lose_its_next_answer_and_only_that(
    request: pytest.FixtureRequest, name: str, path: str, operation: tuple[str, ...]
) -> None:
    fake = request.getfixturevalue(name)
    fake.answer_lost(*operation)
    with httpx.Client(transport=fake.transport, base_url="https://provider.test") as client:
        with pytest.raises(httpx.RemoteProtocolError, match="lost"):
            client.get(path)
        assert client.get(path).status_code < 500


def test_an_answer_is_lost_for_the_named_operation_only(fake_github: FakeGitHub) -> None:
    fake_github.answer_lost("users/get-authenticated")
    with httpx.Client(transport=fake_github.transport, base_url="https://provider.test") as client:
        assert client.get("/rate_limit").status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/user")


def test_the_faults_of_the_fixtures_are_one_line_each(
    fake_slack: FakeSlack, fake_google: FakeGoogle
) -> None:
    fake_slack.fail_next("chat.postMessage", rate_limited(retry_after=3))
    fake_google.expire_sync_token()
    armed = [{"operation": "chat.postMessage", "fault": "rate_limited", "left": 1}]
    assert fake_slack.faults.armed() == armed


def test_the_program_prints_one_line_with_the_three_addresses(urls: dict[str, str]) -> None:
    assert tuple(urls) == NAMES
    assert len(set(urls.values())) == len(NAMES)
    assert all(url.startswith("http://127.0.0.1:") for url in urls.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_shows_what_it_remembers(urls: dict[str, str], name: str) -> None:
    assert "now" in state(urls[name])


@pytest.mark.parametrize("turned", NAMES)
def test_the_clock_turned_on_one_is_turned_on_all(urls: dict[str, str], turned: str) -> None:
    before = now(urls["slack"])
    answer = httpx.post(f"{urls[turned]}/_fake/clock", json={"advance": 3600}, trust_env=False)
    assert answer.status_code == 200
    for url in urls.values():
        assert 3600 <= (now(url) - before).total_seconds() < 3660


def test_the_curl_lines_of_the_how_to_do_what_they_say(urls: dict[str, str]) -> None:
    lines = CURL.findall(HOWTO.read_text())
    assert len(lines) == 10
    for name, path, body in lines:
        url, sent = urls[name.lower()] + path, body or None
        answer = httpx.request("POST" if sent else "GET", url, content=sent, trust_env=False)
        assert answer.status_code == 200, (path, answer.text)
        assert answer.json().get("ok", True) is True


def test_the_program_ends_cleanly_when_interrupted(
    program: subprocess.Popen[str], urls: dict[str, str]
) -> None:
    program.send_signal(signal.SIGINT)
    said, complained = program.communicate(timeout=20)
    assert (program.returncode, said, complained) == (0, "", "")
    with pytest.raises(httpx.ConnectError):
        httpx.get(urls["slack"], trust_env=False)
