"""Type a slash command into the fake Slack of a running sandbox."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.entrypoints.sandbox.folder import RUNNING


class NotRunning(IntegrationError):
    """There is no sandbox to talk to."""

    code = "sandbox_not_running"


def running(folder: Path) -> dict[str, Any]:
    """The description of the sandbox that runs in `folder`."""
    try:
        found: dict[str, Any] = json.loads((folder / RUNNING).read_text())
    except FileNotFoundError:
        raise NotRunning(f"no sandbox runs in {folder}; start one with `make run`") from None
    return found


def say(slack_url: str, text: str, user: str, **more: object) -> dict[str, Any]:
    """What came back: `status` and `text`. Raises NotRunning, or ValueError for what the fake refuses."""
    try:
        got = httpx.post(
            f"{slack_url}/_fake/slash",
            json={"text": text, "user": user, **more},
            timeout=10,
            trust_env=False,
        ).json()
    except httpx.TransportError:
        raise NotRunning(f"no fake Slack answers at {slack_url}") from None
    if not got["ok"]:
        raise ValueError(got["error"])
    result: dict[str, Any] = got["result"]
    return result
