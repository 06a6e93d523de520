"""Where Slack's requests come from, as addresses: a team, or a user of a team."""

from __future__ import annotations

import re

from tt_integrations.domain.model.connection import Address

ANY_TEAM = "*"
"""Stands for the team of a connection that was saved before its team was known."""
_ID = re.compile("[A-Za-z0-9_-]{1,64}")


def id_in(value: object) -> str | None:
    """`value` if it may be an id of Slack's."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def of_person(team: str, user: str) -> Address:
    return Address(f"{team}/{user}")


def of_team(team: str) -> Address:
    return Address(team)
