"""Texts from outside, as every database takes them."""

from __future__ import annotations


def storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()
