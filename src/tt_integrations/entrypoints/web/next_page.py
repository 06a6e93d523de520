"""Where somebody wanted to go before they were asked to sign in."""

from __future__ import annotations

HOME = "/integrations"
LONGEST = 2000
"""Characters."""
_LOWEST = "!"
"""Browsers drop tabs and line ends from addresses, and then `/<tab>/evil.example` is another host."""


def local(path: object) -> str:
    """The path if it can lead nowhere but here, else the first page there is."""
    if not isinstance(path, str) or not path.startswith("/") or len(path) > LONGEST:
        return HOME
    if (
        path.startswith("//") or "\\" in path
    ):  # to a browser `/\` is `//`, which another host follows
        return HOME
    if any(each < _LOWEST or each == "\x7f" for each in path):
        return HOME
    return path
