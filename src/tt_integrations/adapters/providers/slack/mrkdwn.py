"""Text and lengths of time as Slack's mrkdwn shows them.

Source: docs.slack.dev, messaging/formatting-message-text (what must be escaped, and that nothing else may be).
"""

from __future__ import annotations

from datetime import timedelta


def escape(text: str) -> str:
    """Text that Slack shows as it is: it can name nobody, link nowhere and call no channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hms(length: timedelta) -> str:
    """HH:MM:SS, the hours not wrapped."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def hours(length: timedelta) -> float:
    """To two decimals."""
    return round(length.total_seconds() / 3600, 2)


def one_line(text: str, most: int = 100) -> str:
    """A name as one line of at most `most` characters, escaped; a dash where it is blank."""
    line = " ".join(text.split())
    return escape(line if len(line) <= most else line[: most - 1] + "…") or "—"
