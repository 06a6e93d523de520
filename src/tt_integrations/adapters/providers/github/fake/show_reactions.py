"""Reactions to issues and comments as JSON. Nobody reacts at the fake."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

MOODS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")


def reactions(url: str) -> Json:
    return {"url": f"{url}/reactions", "total_count": 0, **dict.fromkeys(MOODS, 0)}
