"""`migrate` and `serve`, as the README types them, on the database of a host that never heard of us."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from slack_sdk.signature import SignatureVerifier

from tt_integrations.adapters.sql.engine import opened

PATIENCE = 20.0
SECRET = "the-host-stored-this"
HOST = """
CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(80) NOT NULL, full_name VARCHAR(200),
    role VARCHAR(20) NOT NULL DEFAULT 'user', is_active BOOLEAN NOT NULL DEFAULT 1, timezone VARCHAR(50));
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'active', created_by INTEGER);
CREATE TABLE integrations (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, provider VARCHAR(50) NOT NULL,
    user_id INTEGER, is_global BOOLEAN NOT NULL DEFAULT 0, is_active BOOLEAN NOT NULL DEFAULT 0, config JSON);
INSERT INTO users (id, username, timezone) VALUES (7, 'rita', 'Europe/Rome');
INSERT INTO projects (id, name, created_by) VALUES (3, 'Web', 7), (4, 'Somebody else''s', 8);
"""
CONNECTED = sa.text(
    "INSERT INTO integrations (name, provider, user_id, is_active, config)"
    " VALUES ('Slack', 'slack_connector', 7, 1, :config)"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a service in front of the host's database, whose Slack secret the host encrypted."""
    legacy_key = Fernet.generate_key()
    sealed = f"enc:v1:{Fernet(legacy_key).encrypt(SECRET.encode()).decode()}"
    config = json.dumps({"signing_secret": sealed, "linked_slack_user_id": "U7"})
    url = f"sqlite:///{tmp_path / 'host.db'}"
    with opened(url) as engine, engine.begin() as connection:
        for statement in filter(str.strip, HOST.split(";\n")):
            connection.exec_driver_sql(statement)
        connection.execute(CONNECTED, {"config": config})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        **os.environ,
        "TT_DATABASE": url,
        "TT_KEYS": _run("keys", "generate").stdout.strip(),
        "TT_LEGACY_KEY": legacy_key.decode(),
        "TT_STORAGE_ZONE": "Europe/Rome",
        "TT_PORT": str(port),
    }


def _run(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "tt_integrations", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True)


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[httpx.Client]:
    """The migrated service, until it was asked to end and did so."""
    assert "adopted from the host: 1" in _run("migrate", env=environment).stdout
    assert "adopted" not in _run("migrate", env=environment).stdout
    command = [sys.executable, "-m", "tt_integrations", "serve"]
    base = f"http://127.0.0.1:{environment['TT_PORT']}"
    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process,
        httpx.Client(base_url=base, trust_env=False) as client,
    ):
        _await(client, process)
        yield client
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors.decode()
        assert SECRET not in errors.decode()


def _await(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    """A process that is starting tells nobody when it is ready: it has to be asked."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            assert client.get("/healthz").json() == {"ok": True}
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the service did not start")


def _slash(client: httpx.Client, text: str, user: str = "U7") -> str:
    form = {"team_id": "T9", "user_id": user, "command": "/tt", "text": text, "trigger_id": text}
    body, stamp = urlencode(form), str(int(time.time()))
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(
            timestamp=stamp, body=body
        ),
    }
    got = client.post("/api/integrations/slack/events", content=body, headers=headers)
    assert got.status_code == 200
    return str(got.json()["text"])


def test_a_connection_the_host_stored_works_and_strangers_learn_how_to_get_linked(
    environment: dict[str, str], served: httpx.Client
) -> None:
    assert _slash(served, "start somebody") == "Project not found: `somebody`"
    assert _slash(served, "start web") == ":stopwatch: Timer started for *Web*."
    assert _slash(served, "stop").startswith(":white_check_mark: Timer stopped")
    assert "Type `/tt link` to link it" in _slash(served, "start web", user="U8")
    with opened(environment["TT_DATABASE"]) as engine, engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT user_id, project_id, source FROM time_entries")
        assert rows.fetchall() == [(7, 3, "auto")]
