"""Somebody at a browser: from our page to Google's, a click there, and back."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import httpx

from tt_integrations.entrypoints.sandbox.running import Sandbox

CONNECT = "/integrations/google/connect"


def consented(sandbox: Sandbox, token: str, account: str) -> httpx.Response:
    """The page that the browser ends on, once the person with that token of ours allowed all that is asked."""
    with httpx.Client(timeout=10, trust_env=False) as browser:
        started = browser.get(
            f"{sandbox.url}{CONNECT}", headers={"authorization": f"Bearer {token}"}
        )
        page = browser.get(started.headers["location"])
        clicked = browser.post(
            f"{sandbox.google_url}{_target(page.text)}",
            data={
                "request": unescape(_inputs(page.text, "request")[0]),
                "account": account,
                "granted": [unescape(box) for box in _inputs(page.text, "granted")],
                "decision": "allow",
            },
        )
        back = urlsplit(clicked.headers["location"])
        return browser.get(f"{sandbox.url}{back.path}?{back.query}")


def _target(page: str) -> str:
    return str(re.findall('action="([^"]+)"', page)[0])


def _inputs(page: str, name: str) -> list[str]:
    return re.findall(f'name="{name}" value="([^"]*)"', page)
