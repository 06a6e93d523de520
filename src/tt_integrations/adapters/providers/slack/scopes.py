"""What a bot of ours has to be allowed, in Slack's names.

Source: docs.slack.dev, reference/scopes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BOT_SCOPES = ("commands", "chat:write", "channels:read")


def lacks(_settings: Mapping[str, object], granted: frozenset[str]) -> Sequence[str]:
    """Those that a grant is without, whatever its owner uses of us."""
    return [scope for scope in BOT_SCOPES if scope not in granted]
